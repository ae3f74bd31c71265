package handlertest_test

import (
	"bytes"
	"log/slog"
	"reflect"
	"testing"

	"workbook/day141_slog/handlertest"
)

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		name  string
		parse handlertest.Parse
		line  string
	}{
		{"JSON: a key twice", handlertest.ParseJSON, `{"id":1,"id":1}`},
		{"JSON: a key twice in a group", handlertest.ParseJSON, `{"G":{"id":1,"id":1}}`},
		{"JSON: no comma", handlertest.ParseJSON, `{"a":1"b":2}`},
		{"JSON: two objects", handlertest.ParseJSON, `{}{}`},
		{"JSON: a list", handlertest.ParseJSON, `[1]`},
		{"JSON: cut off", handlertest.ParseJSON, `{"a":{"b":[1`},
		{"JSON: nothing", handlertest.ParseJSON, ``},
		{"text: a key twice", handlertest.ParseText, `a=1 a=1`},
		{"text: no value", handlertest.ParseText, `a=1 b`},
		{"text: quote not closed", handlertest.ParseText, `a="1`},
		{"text: no space", handlertest.ParseText, `a="1"b=2`},
		{"text: a space at the end", handlertest.ParseText, `a=1 `},
		{"text: value and group", handlertest.ParseText, `G=1 G.a=1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tt.parse([]byte(tt.line)); err == nil {
				t.Errorf("parse(%q)\n got: %v\nwant: an error", tt.line, got)
			}
		})
	}
}

func TestParseJSON(t *testing.T) {
	line := `{"msg":"two words","list":[1,["a",{"b":null}],true],"G":{"a":0.5,"H":{}}}`
	want := map[string]any{"msg": "two words", "list": []any{1.0, []any{"a", map[string]any{"b": nil}}, true},
		"G": map[string]any{"a": 0.5, "H": map[string]any{}}}
	got, err := handlertest.ParseJSON([]byte(line))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("ParseJSON(%q)\n got: %v, %v\nwant: %v", line, got, err, want)
	}
}

func TestParseText(t *testing.T) {
	line := `msg="two words" empty="" G.a=1 G.H.b="x=y" "odd key"=2`
	want := map[string]any{"msg": "two words", "empty": "", "odd key": "2",
		"G": map[string]any{"a": "1", "H": map[string]any{"b": "x=y"}}}
	got, err := handlertest.ParseText([]byte(line))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("ParseText(%q)\n got: %v, %v\nwant: %v", line, got, err, want)
	}
}

// The parsers read whatever the standard handlers print of one string.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "plain", "two words", `q"uo\te`, "a=b", "\x00\xff", "\u2028", "line\nbreak"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, tt := range []struct {
			newHandler handlertest.NewHandler
			parse      handlertest.Parse
		}{{newJSON, handlertest.ParseJSON}, {newText, handlertest.ParseText}} {
			var out bytes.Buffer
			slog.New(tt.newHandler(&out, nil)).Info(s, "k", s)
			line, _ := bytes.CutSuffix(out.Bytes(), []byte("\n"))
			got, err := tt.parse(line)
			if err != nil {
				t.Fatalf("parse(%q): %v", line, err)
			}
			if got["msg"] != got["k"] {
				t.Errorf("parse(%q)\n got: msg=%q k=%q\nwant: the same", line, got["msg"], got["k"])
			}
		}
		for _, parse := range []handlertest.Parse{handlertest.ParseJSON, handlertest.ParseText} {
			_, _ = parse([]byte(s)) // never panics
		}
	})
}
