package redact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"testing"
)

const (
	testPassword = "hunter2"
	keyRule      = "the value of an attr whose key is a name becomes Hidden"
	newCall      = `New("password", "api_key", "token", "session-id")` // see newReplace
	readRedactor = "day141_slog/redact/redactor.go"
)

func TestKey(t *testing.T) {
	runExamples(t, []testExample{
		{"password", func(l *slog.Logger) { l.Info("m", "password", testPassword) }, `"password":"[REDACTED]"`, keyRule},
		{"a number", func(l *slog.Logger) { l.Info("m", "token", 993171) }, `"token":"[REDACTED]"`, "a secret may be of any kind"},
		{"With", func(l *slog.Logger) { l.With("password", testPassword).Info("m") }, `"password":"[REDACTED]"`, keyRule},
		{"in a group", func(l *slog.Logger) { l.WithGroup("user").Info("m", "password", testPassword) }, `"user":{"password":"[REDACTED]"}`,
			"the key counts, whatever group it is in"},
	})
}

func TestSpelling(t *testing.T) {
	rule := "names are compared without regard to case, - and _"
	for _, key := range []string{"Password", "PASSWORD", "api_key", "API-Key", "apiKey", "ApiKEY", "api__key", "SESSION_ID"} {
		runExamples(t, []testExample{{key, func(l *slog.Logger) { l.Info("m", key, testPassword) }, fmt.Sprintf("%q:%q", key, Hidden), rule}})
	}
}

func TestGroups(t *testing.T) {
	rule := "when any open group is a name, all in it is hidden; ReplaceAttr sees groups only as its first argument"
	runExamples(t, []testExample{
		{"Group", func(l *slog.Logger) { l.Info("m", slog.Group("password", "value", testPassword)) }, `"password":{"value":"[REDACTED]"}`, rule},
		{"WithGroup", func(l *slog.Logger) { l.WithGroup("Api-Key").Info("m", "value", testPassword) }, `"Api-Key":{"value":"[REDACTED]"}`, rule},
		{"the outer of two", func(l *slog.Logger) { l.WithGroup("password").WithGroup("db").Info("m", "value", testPassword) },
			`"password":{"db":{"value":"[REDACTED]"}}`, rule},
	})
}

func TestMaps(t *testing.T) {
	log := func(x any) func(l *slog.Logger) { return func(l *slog.Logger) { l.Info("m", "req", x) } }
	rule := "what stands under a name in a map is hidden, however deep"
	runExamples(t, []testExample{
		{"map of strings", log(map[string]string{"password": testPassword, "user": "alice"}), `"req":{"password":"[REDACTED]","user":"alice"}`, rule},
		{"map of anything", log(map[string]any{"Token": testPassword, "n": 1}), `"req":{"Token":"[REDACTED]","n":1}`, rule},
		{"map in a map", log(map[string]any{"db": map[string]any{"password": testPassword}}), `"req":{"db":{"password":"[REDACTED]"}}`, rule},
		{"map in a list", log([]any{1, map[string]string{"api-key": testPassword}}), `"req":[1,{"api-key":"[REDACTED]"}]`, rule},
		{"list under a name", log(map[string]any{"token": []any{testPassword}}), `"req":{"token":"[REDACTED]"}`, rule},
		{"list in a map in a list", log([]any{map[string]any{"a": []any{map[string]any{"token": testPassword}}}}),
			`"req":[{"a":[{"token":"[REDACTED]"}]}]`, rule},
	})
}

func TestCallersValue(t *testing.T) {
	build := func() any {
		return map[string]any{"password": testPassword, "list": []any{map[string]any{"token": testPassword}}, "inner": map[string]string{"token": testPassword}}
	}
	x := build()
	t.Run("after logging", func(t *testing.T) {
		line, problem := logged(func(l *slog.Logger) { l.Info("m", "req", x) })
		got := problem
		if got == "" && bytes.Contains([]byte(line), []byte(testPassword)) {
			got = "a log line that shows the secret: " + line
		}
		if got == "" && !reflect.DeepEqual(x, build()) {
			got = fmt.Sprintf("the caller's map is now %v", x)
		}
		if want := ""; got != want {
			fail(t, readRedactor, "ReplaceAttr: "+newCall+`; Info("m", "req", map)`, got, "the caller's map as it was, and Hidden in the log", "a redactor works on a copy: the caller still needs its password")
		}
	})
}

func TestInnocent(t *testing.T) {
	replace, problem := newReplace()
	values := map[string]any{"a string": "GET", "a number": 7, "an error": fmt.Errorf("disk full"), "nil": nil, "a struct": struct{ ID int }{7},
		"a map": map[string]any{"z": []any{1, "x"}}, "a list": []any{map[string]string{"a": "b"}}}
	for name, x := range values {
		t.Run(name, func(t *testing.T) {
			got, want := problem, fmt.Sprintf("%#v", slog.Any("passport", x).Value.Any())
			if got == "" {
				got = attempt(func() string {
					return fmt.Sprintf("%#v", replace([]string{"keys"}, slog.Any("passport", x)).Value.Any())
				})
			}
			if got != want {
				fail(t, readRedactor, fmt.Sprintf("%s([]string{%q}, passport=%v)", newCall, "keys", x), got, want, "an attr without secrets is returned as it is: a log without facts is no use")
			}
		})
	}
}

func TestSecret(t *testing.T) {
	s := Secret(testPassword)
	account := struct {
		User  string
		Token Secret
	}{"alice", s}
	cases := []struct {
		name, call string
		print      func() string
		rule       string
	}{
		{"attr", `Info("m", "k", Secret)`, func() string { return jsonLine(func(l *slog.Logger) { l.Info("m", "k", s) }) }, "slog asks an attr's value for LogValue"},
		{"print", `fmt.Sprintf("%v %s", Secret)`, func() string { return fmt.Sprintf("%v %s", s, s) }, "fmt asks for Format, or String"},
		{"go syntax", `fmt.Sprintf("%#v", Secret)`, func() string { return fmt.Sprintf("%#v", s) }, "fmt asks for Format, or GoString, when it prints %#v"},
		{"field, JSON", `Info("m", "k", struct) to JSON`, func() string { return jsonLine(func(l *slog.Logger) { l.Info("m", "k", account) }) },
			"nobody calls LogValue on a field: encoding/json asks it for MarshalJSON or MarshalText"},
		{"field, text", `Info("m", "k", struct) to text`, func() string { return textLine(func(l *slog.Logger) { l.Info("m", "k", account) }) },
			"nobody calls LogValue on a field: fmt asks it for Format or String"},
		{"in a list", `Info("m", "k", []Secret) to JSON`, func() string { return jsonLine(func(l *slog.Logger) { l.Info("m", "k", []Secret{s}) }) },
			"nobody calls LogValue on an element: encoding/json asks it for MarshalJSON or MarshalText"},
		{"json.Marshal", `json.Marshal(struct)`, func() string { b, err := json.Marshal(account); return fmt.Sprint(string(b), err) },
			"encoding/json asks for MarshalJSON or MarshalText"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := attempt(c.print)
			if !bytes.Contains([]byte(got), []byte(Hidden)) || bytes.Contains([]byte(got), []byte(testPassword)) {
				fail(t, "day141_slog/redact/secret.go", c.call, got, Hidden+" in place of the secret", c.rule)
			}
		})
	}
}

type testExample struct {
	name string
	log  func(l *slog.Logger)
	want string // behind the message
	rule string
}

func runExamples(t *testing.T, examples []testExample) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			got, problem := logged(e.log)
			if problem != "" {
				got = problem
			}
			if want := `{"msg":"m",` + e.want + "}"; got != want {
				fail(t, readRedactor, "a JSONHandler with ReplaceAttr: "+newCall+", case "+e.name, got, want, e.rule)
			}
		})
	}
}

func newReplace() (replace func([]string, slog.Attr) slog.Attr, problem string) {
	problem = attempt(func() string { replace = New("password", "api_key", "token", "session-id"); return "" })
	if replace == nil && problem == "" {
		problem = "New returned nil"
	}
	return replace, problem
}

// logged is the line without its time and level.
func logged(log func(l *slog.Logger)) (line, problem string) {
	replace, problem := newReplace()
	if problem != "" {
		return "", problem
	}
	opts := &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey) {
			return slog.Attr{}
		}
		return replace(groups, a)
	}}
	var out bytes.Buffer
	problem = attempt(func() string { log(slog.New(slog.NewJSONHandler(&out, opts))); return "" })
	return string(bytes.TrimSpace(out.Bytes())), problem
}

func jsonLine(log func(l *slog.Logger)) string {
	var out bytes.Buffer
	log(slog.New(slog.NewJSONHandler(&out, nil)))
	return string(bytes.TrimSpace(out.Bytes()))
}

func textLine(log func(l *slog.Logger)) string {
	var out bytes.Buffer
	log(slog.New(slog.NewTextHandler(&out, nil)))
	return string(bytes.TrimSpace(out.Bytes()))
}

// attempt turns a panic into a result that can be compared.
func attempt(f func() string) (got string) {
	defer func() {
		if r := recover(); r != nil {
			got = fmt.Sprintf("panic: %v", r)
		}
	}()
	return f()
}

func fail(t *testing.T, read, call, got, want, rule string) {
	t.Helper()
	t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s", call, got, want, rule,
		read, "exercises/day141_slog/02_redact/redact.go")
}
