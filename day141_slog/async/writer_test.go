package async_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"workbook/day141_slog/async"
)

// gate is a writer that waits until it is opened, and writes at most room bytes at a
// time when room is set.
type gate struct {
	open  chan struct{}
	room  int
	calls []string
}

func (g *gate) Write(b []byte) (int, error) {
	<-g.open
	if g.room > 0 && len(b) > g.room {
		g.calls = append(g.calls, string(b[:g.room]))
		return g.room, errors.New("no space left on device")
	}
	g.calls = append(g.calls, string(b))
	return len(b), nil
}

func notice(dropped int) []byte { return fmt.Appendf(nil, "%d dropped\n", dropped) }

func TestStuckWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &gate{open: make(chan struct{})}
		w := async.New(out, async.Options{Limit: 1000, Notice: notice})
		go w.Run()
		l := slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}}))
		start := time.Now()
		const records = 10_000
		for range records {
			l.Info("m")
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("%d records on a stuck writer\n got: %v\nwant: no time at all", records, took)
		}
		line := "level=INFO msg=m\n"
		if most := records - 2000/len(line); w.Dropped() < most {
			t.Errorf("Dropped()\n got: %d\nwant: at least %d, since 1,000 bytes may wait", w.Dropped(), most)
		}
		dropped := w.Dropped()
		close(out.open)
		if err := w.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(out.calls, "")
		if got, want := strings.Count(text, line), records-dropped; got != want || len(out.calls) < want {
			t.Errorf("written\n got: %d lines in %d writes\nwant: %d, each in a write of its own", got, len(out.calls), want)
		}
		if want := fmt.Sprintf("%d dropped\n", dropped); !strings.Contains(text, want) {
			t.Errorf("written\n got: %.300q\nwant: %q in it", text, want)
		}
	})
}

func TestCloseGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &gate{open: make(chan struct{})}
		w := async.New(out, async.Options{})
		go w.Run()
		for range 3 {
			fmt.Fprintln(w, "a record")
			synctest.Wait()
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		err := w.Close(ctx)
		if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
			t.Errorf("Close on a stuck writer\n got: %v after %v\nwant: %v after 1s", err, took, context.DeadlineExceeded)
		}
		if got, want := w.Dropped(), 2; got != want { // the first is being written
			t.Errorf("Dropped()\n got: %d\nwant: %d", got, want)
		}
		close(out.open)
	})
}

// A disk that was full and has room again: the record behind the cut one must not
// stand on its line.
func TestCutRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &gate{open: make(chan struct{}), room: 4}
		close(out.open)
		w := async.New(out, async.Options{})
		go w.Run()
		fmt.Fprintln(w, "a long record")
		synctest.Wait()
		out.room = 0
		fmt.Fprintln(w, "another")
		if err := w.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Join(out.calls, ""), "a lo\nanother\n"; got != want || w.Dropped() != 1 {
			t.Errorf("written\n got: %q, %d dropped\nwant: %q, 1 dropped", got, w.Dropped(), want)
		}
	})
}

// A record behind Close is counted, and none before it is lost.
func TestClose(t *testing.T) {
	out := &gate{open: make(chan struct{})}
	close(out.open)
	w := async.New(out, async.Options{})
	go w.Run()
	for range 100 {
		fmt.Fprintln(w, "a record")
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(w, "too late")
	if got, want := len(out.calls), 100; got != want || w.Dropped() != 1 {
		t.Errorf("100 records, Close, one more\n got: %d writes, %d dropped\nwant: %d and 1", got, w.Dropped(), want)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for range 30 { // a select between the two is a coin
		if err := w.Close(ended); err != nil {
			t.Fatalf("Close once all is written, with a context that has ended\n got: %v\nwant: nil", err)
		}
	}
}
