package correlation // inside: the tests of this package wrap it as designs it did not choose, and count its calls

import (
	"context"
	"log/slog"
	"testing"
)

func TestFromContext(t *testing.T) {
	type otherKey struct{}
	background := context.Background()
	withA := NewContext(background, "A1")
	cancelled, cancel := context.WithCancel(withA)
	cancel()
	var none context.Context
	tests := []struct {
		name   string
		ctx    context.Context
		wantID string
		wantOK bool
	}{
		{"background", background, "", false},
		{"nil", none, "", false},
		{"an id", withA, "A1", true},
		{"the inner one wins", NewContext(withA, "B2"), "B2", true},
		{"an empty id hides", NewContext(withA, ""), "", false},
		{"an id that is not Valid is kept", NewContext(background, "job 7"), "job 7", true},
		{"a derived context", context.WithValue(withA, otherKey{}, "x"), "A1", true},
		{"a cancelled context", cancelled, "A1", true},
		{"without cancel", context.WithoutCancel(cancelled), "A1", true},
		{"a foreign struct key", under(struct{}{}), "", false},
		{"a foreign key type of the same shape", context.WithValue(background, otherKey{}, "x"), "", false},
		{"a string key of our type's name", under(stringKey("contextKey")), "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, ok := FromContext(tt.ctx)
			if id != tt.wantID || ok != tt.wantOK {
				t.Errorf("FromContext = %q, %v, want %q, %v", id, ok, tt.wantID, tt.wantOK)
			}
			want := 0
			if tt.wantOK {
				want = 1
			}
			if got := Attrs(tt.ctx); len(got) != want || want == 1 && !got[0].Equal(slog.String(IDKey, id)) {
				t.Errorf("Attrs = %v, want %d with %q", got, want, id)
			}
			if id, ok := Inbound(tt.ctx); ok {
				t.Errorf("Inbound = %q, true, want none", id)
			}
		})
	}
}

type stringKey string

// under is a context with a foreign value under key.
func under(key any) context.Context { return context.WithValue(context.Background(), key, "x") }

// A caller who appends to what Attrs returned must not write into the context.
func TestAttrsIsClipped(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	_ = append(Attrs(ctx), slog.String("mine", "x"))
	if e := lookup(ctx); e.attrs[1].Key != InboundIDKey {
		t.Errorf("append(Attrs(ctx), mine) wrote %q into the context", e.attrs[1].Key)
	}
}

func TestAttrsAllocs(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	want := 0.0
	if got := testing.AllocsPerRun(1000, func() { Attrs(ctx); FromContext(ctx) }); got > want {
		t.Errorf("Attrs and FromContext: %v allocations, want %v", got, want)
	}
}
