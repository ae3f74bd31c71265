package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, "journal:", err)
		os.Exit(1)
	}
}

// run is the program, with its surroundings passed in.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer, now time.Time) error {
	flags := flag.NewFlagSet("journal", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main prints the error, and once is enough
	day := flags.String("day", "", "ask one deck only: 143, drills, or earlier")
	limit := flags.Int("n", 20, "ask at most this many cards; 0 for all that are due")
	all := flags.Bool("all", false, "ask cards that are not due yet, too, and new ones of every day")
	dir := flags.String("dir", "", "the journal's folder (default: found from here)")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(errOut, "usage: go run ./journal [flags] [stats | review]\n\n")
		fmt.Fprint(errOut, "Without a word it asks the cards that are due.\n\n")
		flags.SetOutput(errOut)
		flags.PrintDefaults()
		return nil
	case err != nil:
		return fmt.Errorf("%w; -h shows the usage", err)
	}
	if *dir == "" {
		root, err := moduleRoot()
		if err != nil {
			return err
		}
		*dir = filepath.Join(root, "journal")
	}
	j := journal{dir: *dir, out: out, now: now}
	switch words := strings.Join(flags.Args(), " "); words {
	case "":
		return j.quiz(ctx, in, *day, *all, *limit)
	case "stats":
		return j.stats()
	case "review":
		return j.review(ctx)
	default:
		return fmt.Errorf("unknown command %.64q: the commands are stats and review, and flags come first", words)
	}
}

// journal is the folder the commands work in.
type journal struct {
	dir string
	out io.Writer
	now time.Time
}

func (j journal) path() string { return filepath.Join(j.dir, "progress.json") }

func (j journal) quiz(ctx context.Context, in io.Reader, day string, all bool, limit int) error {
	if limit < 0 {
		return fmt.Errorf("-n %d: want 0 or more", limit)
	}
	cards, err := readCards(filepath.Join(j.dir, "cards"))
	if err != nil {
		return err
	}
	cards, err = onlyDeck(cards, day)
	if err != nil {
		return err
	}
	release, err := takeLock(j.path() + ".lock")
	if err != nil {
		return fmt.Errorf("no quiz without a place to keep its record: %w", err)
	}
	defer release()
	rec, err := loadRecord(j.path())
	if err != nil {
		return err
	}
	today := dateOf(j.now)
	if !all {
		begun := begunDecks(filepath.Dir(j.dir))
		if day != "" {
			begun[cards[0].deck] = true // all are of this one
		}
		cards = askable(cards, rec, today, begun)
	}
	queue := pick(cards, rec, today, all, limit)
	if len(queue) == 0 {
		fmt.Fprintf(j.out, "Nothing is due today. New cards come, at most %d a day, once you have begun an exercise\n"+
			"of their day; -day 143 asks those of a day before that, and -all asks everything.\n", newADay)
		return nil
	}
	q := quiz{in: newReader(ctx, in), out: j.out, rec: rec, today: today, width: screenWidth(), open: j.openSource,
		save: func(r *record) error { return saveRecord(j.path(), r) }}
	return q.run(queue)
}

// openSource shows the file or the page that a card comes from, and says where it is for those who have no program.
func (j journal) openSource(c card) error {
	target := sourceOf(c, filepath.Join(j.dir, "cards"))
	if target == "" {
		return fmt.Errorf("the source is no link: %s", plain(c.source))
	}
	fmt.Fprintf(j.out, "Opening %s\n", plain(target))
	return openTarget(target)
}

func (j journal) stats() error {
	cards, err := readCards(filepath.Join(j.dir, "cards"))
	if err != nil {
		return err
	}
	rec, err := loadRecord(j.path())
	if err != nil {
		return err
	}
	writeStats(j.out, summarise(cards, rec, dateOf(j.now)))
	return nil
}

func (j journal) review(ctx context.Context) error {
	rec, err := loadRecord(j.path())
	if err != nil {
		return err
	}
	m, err := collect(ctx, filepath.Dir(j.dir), rec, j.now)
	if err != nil {
		return err
	}
	writeReview(j.out, m)
	return nil
}

// onlyDeck keeps the cards of one deck. "143" names day143; "" keeps all.
func onlyDeck(cards []card, day string) ([]card, error) {
	if day == "" {
		return cards, nil
	}
	var kept []card
	var decks []string
	for _, c := range cards {
		if c.deck == day || c.deck == "day"+day {
			kept = append(kept, c)
		}
		if len(decks) == 0 || decks[len(decks)-1] != c.deck {
			decks = append(decks, c.deck)
		}
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("-day %.64q: the decks are %s", day, strings.Join(decks, ", "))
	}
	return kept, nil
}

// moduleRoot walks up from the working directory to the workbook's go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module workbook") {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("run this inside the workbook, or name its journal with -dir")
		}
		dir = parent
	}
}
