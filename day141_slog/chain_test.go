package logging_test

import (
	"log/slog"
	"strings"
	"testing"

	logging "workbook/day141_slog"
)

func TestChainReplace(t *testing.T) {
	type replace = func([]string, slog.Attr) slog.Attr
	mark := func(s string) replace {
		return func(_ []string, a slog.Attr) slog.Attr { return slog.String(a.Key, a.Value.String()+s) }
	}
	drop := func([]string, slog.Attr) slog.Attr { return slog.Attr{} }
	path := func(groups []string, a slog.Attr) slog.Attr {
		return slog.String(strings.Join(groups, "/"), a.Value.String())
	}
	keyless := func(_ []string, a slog.Attr) slog.Attr { return slog.String("", a.Value.String()) }
	none := func(_ []string, a slog.Attr) slog.Attr { return slog.Any(a.Key, nil) }
	explode := func(_ []string, a slog.Attr) slog.Attr { return slog.Group(a.Key, "in", 1) }
	late := func(_ []string, a slog.Attr) slog.Attr { return slog.Any(a.Key, resolved{slog.StringValue("late")}) }
	forbidden := func([]string, slog.Attr) slog.Attr {
		t.Error("called after the chain should have stopped")
		return slog.Attr{}
	}
	tests := []struct {
		name string
		fns  []replace
		want slog.Attr
	}{
		{"none", nil, slog.String("k", "v")},
		{"nil", []replace{nil, mark("1"), nil}, slog.String("k", "v1")},
		{"in order", []replace{mark("1"), mark("2"), mark("3")}, slog.String("k", "v123")},
		{"stops on the empty attr", []replace{mark("1"), drop, forbidden}, slog.Attr{}},
		{"goes on without a key", []replace{keyless, mark("1")}, slog.String("", "v1")},
		{"goes on with a nil value", []replace{none, mark("1")}, slog.String("k", "<nil>1")},
		{"stops on a group", []replace{explode, forbidden}, slog.Group("k", "in", 1)},
		{"resolves between functions", []replace{late, mark("1")}, slog.String("k", "late1")},
		{"passes the groups on", []replace{path}, slog.String("G/H", "v")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := logging.ChainReplace(tt.fns...)([]string{"G", "H"}, slog.String("k", "v"))
			if !got.Equal(tt.want) {
				t.Errorf("ChainReplace(%s)(G/H, k=v)\n got: %v\nwant: %v", tt.name, got, tt.want)
			}
		})
	}
}
