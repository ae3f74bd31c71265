package redact_test

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"workbook/exercises/check"
	redact "workbook/exercises/day141_slog/02_redact"
	"workbook/exercises/oracle"
)

//go:embed redact.go testdata/stub/redact.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	testPassword = "hunter2"
	keyRule      = "the value of an attr whose key is a name becomes Hidden"
	readHidden   = "day141_slog/redact/redactor.go Redactor.hidden"
	readWalk     = "day141_slog/redact/anyvalue.go Redactor.anyValue"
	readReplace  = "day141_slog/redact/redactor.go Redactor.ReplaceAttr"
	readSecret   = "day141_slog/redact/secret.go Secret"
)

// newReplace is what all tests use.
func newReplace() func([]string, slog.Attr) slog.Attr {
	return redact.New("password", "api_key", "token", "session-id")
}

// A logTest logs through a JSONHandler with the ReplaceAttr; call is the log call as code.
type logTest struct {
	name, call string
	log        func(l *slog.Logger)
	want       string // behind the message
	rule       string
}

func runLogs(t *testing.T, read string, tests []logTest) {
	t.Helper()
	judge := check.New(t, read)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "ReplaceAttr: New(\"password\", \"api_key\", \"token\", \"session-id\"); " + tt.call,
			Got:  func() string { return logged(tt.log) },
			Want: `{"msg":"m",` + tt.want + "}", Rule: tt.rule,
		})
	}
}

// logged is the line without its time and level.
func logged(log func(l *slog.Logger)) string {
	replace := newReplace()
	opts := &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey) {
			return slog.Attr{}
		}
		return replace(groups, a)
	}}
	var out bytes.Buffer
	log(slog.New(slog.NewJSONHandler(&out, opts)))
	return strings.TrimSpace(out.String())
}

func TestKey(t *testing.T) {
	runLogs(t, readHidden, []logTest{
		{"password", `Info("m", "password", "hunter2")`, func(l *slog.Logger) { l.Info("m", "password", testPassword) }, `"password":"[REDACTED]"`, keyRule},
		{"a number", `Info("m", "token", 993171)`, func(l *slog.Logger) { l.Info("m", "token", 993171) }, `"token":"[REDACTED]"`, "a secret may be of any kind"},
		{"an empty text", `Info("m", "password", "")`, func(l *slog.Logger) { l.Info("m", "password", "") }, `"password":"[REDACTED]"`,
			"that a password is empty is nobody's business either"},
		{"With", `With("password", "hunter2").Info("m")`, func(l *slog.Logger) { l.With("password", testPassword).Info("m") }, `"password":"[REDACTED]"`, keyRule},
		{"in a group", `WithGroup("user").Info("m", "password", "hunter2")`, func(l *slog.Logger) { l.WithGroup("user").Info("m", "password", testPassword) },
			`"user":{"password":"[REDACTED]"}`, "the key counts, whatever group it is in"},
	})
}

func TestSpelling(t *testing.T) {
	var tests []logTest
	for _, key := range []string{"Password", "PASSWORD", "api_key", "API-Key", "apiKey", "ApiKEY", "api__key", "SESSION_ID", "pass-word", "_token-"} {
		tests = append(tests, logTest{key, fmt.Sprintf(`Info("m", %q, "hunter2")`, key), func(l *slog.Logger) { l.Info("m", key, testPassword) },
			fmt.Sprintf("%q:%q", key, redact.Hidden), "names are compared without regard to case, - and _"})
	}
	runLogs(t, readHidden, tests)
}

func TestGroups(t *testing.T) {
	rule := "when any open group is a name, all in it is hidden; ReplaceAttr sees groups only as its first argument"
	runLogs(t, readHidden, []logTest{
		{"Group", `Info("m", slog.Group("password", "value", "hunter2"))`, func(l *slog.Logger) { l.Info("m", slog.Group("password", "value", testPassword)) },
			`"password":{"value":"[REDACTED]"}`, rule},
		{"WithGroup", `WithGroup("Api-Key").Info("m", "value", "hunter2")`, func(l *slog.Logger) { l.WithGroup("Api-Key").Info("m", "value", testPassword) },
			`"Api-Key":{"value":"[REDACTED]"}`, rule},
		{"the outer of two", `WithGroup("password").WithGroup("db").Info("m", "value", "hunter2")`,
			func(l *slog.Logger) { l.WithGroup("password").WithGroup("db").Info("m", "value", testPassword) }, `"password":{"db":{"value":"[REDACTED]"}}`, rule},
		{"the inner of two", `WithGroup("db").WithGroup("password").Info("m", "value", "hunter2")`,
			func(l *slog.Logger) { l.WithGroup("db").WithGroup("password").Info("m", "value", testPassword) }, `"db":{"password":{"value":"[REDACTED]"}}`, rule},
		{"the middle of three", `WithGroup("a").WithGroup("token").WithGroup("b").Info("m", "value", "hunter2")`,
			func(l *slog.Logger) {
				l.WithGroup("a").WithGroup("token").WithGroup("b").Info("m", "value", testPassword)
			}, `"a":{"token":{"b":{"value":"[REDACTED]"}}}`, rule},
	})
}

type (
	object = map[string]any
	list   = []any
)

func TestMaps(t *testing.T) {
	rule := "what stands under a name in a map is hidden, however deep"
	var tests []logTest
	for _, tt := range []struct {
		name       string
		value      any
		want, rule string
	}{
		{"map of strings", map[string]string{"password": testPassword, "user": "alice"}, `{"password":"[REDACTED]","user":"alice"}`, rule},
		{"map of anything", object{"Token": testPassword, "n": 1}, `{"Token":"[REDACTED]","n":1}`, rule},
		{"two secrets", object{"Token": testPassword, "password": testPassword}, `{"Token":"[REDACTED]","password":"[REDACTED]"}`, rule},
		{"map in a map", object{"db": object{"password": testPassword}}, `{"db":{"password":"[REDACTED]"}}`, rule},
		{"map in a list", list{1, map[string]string{"api-key": testPassword}}, `[1,{"api-key":"[REDACTED]"}]`, rule},
		{"first of a list", list{object{"token": testPassword}, object{"n": 1}}, `[{"token":"[REDACTED]"},{"n":1}]`, "one secret anywhere in a list is enough: its last element does not decide"},
		{"two of one list", list{object{"token": testPassword}, object{"token": testPassword}}, `[{"token":"[REDACTED]"},{"token":"[REDACTED]"}]`, "every secret of a list is hidden, not only the first"},
		{"list under a name", object{"token": list{testPassword}}, `{"token":"[REDACTED]"}`, rule},
		{"list in a map in a list", list{object{"a": list{object{"token": testPassword}}}}, `[{"a":[{"token":"[REDACTED]"}]}]`, rule},
		{"nil beside a secret", object{"token": testPassword, "list": list(nil), "map": object(nil), "strings": map[string]string(nil), "nil": nil},
			`{"list":null,"map":null,"nil":null,"strings":null,"token":"[REDACTED]"}`, "beside a secret all else prints as before: nil is null, and no empty list"},
		{"empty beside a secret", list{object{"token": testPassword}, list{}, object{}}, `[{"token":"[REDACTED]"},[],{}]`, "beside a secret all else prints as before: an empty list is no nil"},
		{"50 deep", nest(50), strings.Repeat(`{"in":`, 49) + `{"token":"[REDACTED]"}` + strings.Repeat("}", 49), "what lies up to 50 deep is looked into"},
	} {
		tests = append(tests, logTest{tt.name, fmt.Sprintf(`Info("m", "req", %.300v)`, tt.value), func(l *slog.Logger) { l.Info("m", "req", tt.value) }, `"req":` + tt.want, tt.rule})
	}
	runLogs(t, readWalk, tests)
}

// nest is a map so many maps deep, with a secret at the bottom.
func nest(depth int) object {
	m := object{"token": testPassword}
	for range depth - 1 {
		m = object{"in": m}
	}
	return m
}

// A map that holds itself would overflow the stack, which no recover stops: this test comes behind the others.
func TestMapThatHoldsItself(t *testing.T) {
	judge := check.New(t, readWalk)
	for _, tt := range []struct {
		name  string
		value func() any
	}{
		{"map", func() any { m := object{"token": testPassword}; m["self"] = m; return m }},
		{"list", func() any { l := list{nil, object{"token": testPassword}}; l[0] = l; return l }},
	} {
		judge.Run(tt.name, check.Case{
			Call: "ReplaceAttr of an attr whose value is a %s that holds itself and a secret", Args: []any{tt.name},
			Got: func() string {
				text, err := json.Marshal(newReplace()(nil, slog.Any("req", tt.value())).Value.Any())
				return fmt.Sprintf("an end: %v, hidden: %v, shown: %v", err == nil, bytes.Contains(text, []byte(redact.Hidden)), bytes.Contains(text, []byte(testPassword)))
			},
			Want: "an end: true, hidden: true, shown: false", Rule: "what lies more than 100 deep is Hidden, so that there is an end",
		})
	}
}

// replaceCase is one call of ReplaceAttr. build makes the value anew for each call, so that a change of it shows.
func replaceCase(groups []string, key string, build func() any, want, rule string) check.Case {
	return check.Case{
		Call: "ReplaceAttr: New(\"password\", \"api_key\", \"token\", \"session-id\")(%q, slog.Any(%q, %#v))", Args: []any{groups, key, build()},
		Got: func() string {
			value := build()
			got := printed(newReplace()(groups, slog.Any(key, value)).Value)
			if after, before := fmt.Sprintf("%#v", value), fmt.Sprintf("%#v", build()); after != before {
				got += ", and the caller's value is now " + after
			}
			return got
		},
		Want: want, Rule: rule,
	}
}

// printed writes a value as JSON, with a type that was not looked into.
func printed(v slog.Value) string {
	text, err := json.Marshal(v.Any())
	if err != nil {
		return fmt.Sprintf("%T, which JSON cannot write: %v", v.Any(), err)
	}
	return string(text)
}

func TestCallersValue(t *testing.T) {
	build := func() any {
		return object{"password": testPassword, "list": list{object{"token": testPassword}}, "inner": map[string]string{"token": testPassword}}
	}
	check.New(t, readReplace).Run("after logging", replaceCase(nil, "req", build,
		`{"inner":{"token":"[REDACTED]"},"list":[{"token":"[REDACTED]"}],"password":"[REDACTED]"}`, "a redactor works on a copy: the caller still needs its password"))
}

func TestInnocent(t *testing.T) {
	values := map[string]any{"a string": "GET", "a number": 7, "an error": fmt.Errorf("disk full"), "nil": nil, "a struct": struct{ ID int }{7},
		"a map": object{"z": list{1, "x"}}, "a list": list{map[string]string{"a": "b"}}, "a name as the value": "password", "a list of strings": []string{"token"}}
	judge := check.New(t, readReplace)
	for name, value := range values {
		judge.Run(name, check.Case{
			Call: "ReplaceAttr: New(\"password\", \"api_key\", \"token\", \"session-id\")([]string{\"keys\"}, slog.Any(\"passport\", %v))", Args: []any{value},
			Got: func() string {
				return fmt.Sprintf("%#v", newReplace()([]string{"keys"}, slog.Any("passport", value)).Value.Any())
			},
			Want: fmt.Sprintf("%#v", slog.Any("passport", value).Value.Any()), Rule: "an attr without secrets is returned as it is, with its type: a log without facts is no use",
		})
	}
}

// The rule in other words: the value is drawn together with what must be printed.
func TestOracle(t *testing.T) {
	check.New(t, readReplace).Oracle(1200, func(d *oracle.Draw) check.Case {
		groups := oracle.List(d, 3, func() string { return drawKey(d) })
		key := drawKey(d)
		build, want := drawValue(d, 4)
		for _, name := range append([]string{key}, groups...) {
			if secret(name) {
				want = redact.Hidden
			}
		}
		text, err := json.Marshal(want)
		if err != nil {
			panic(err) // what is drawn can be written
		}
		return replaceCase(groups, key, build, string(text), "hidden is what stands under a name, as a key, a group or a member of a map, and nothing else")
	})
}

// drawKey draws names in many spellings, and keys that are nearly names.
func drawKey(d *oracle.Draw) string {
	key := oracle.Pick(d, "a", "b", "user", "passwords", "word", "tokens", "", "key", "api.key", "api key", "session", "password", "token", "api_key", "session-id", "apikey")
	at := d.Intn(len(key) + 1)
	return d.MixCase(key[:at] + oracle.Pick(d, "", "", "", "_", "-", "--", "x") + key[at:])
}

// secret says the rule with other means than the reference: letter by letter.
func secret(key string) bool {
	plain := ""
	for _, c := range strings.ToLower(key) {
		if c != '-' && c != '_' {
			plain += string(c)
		}
	}
	return plain == "password" || plain == "apikey" || plain == "token" || plain == "sessionid"
}

// drawValue draws how to build a value, and what must be printed of it.
func drawValue(d *oracle.Draw, depth int) (build func() any, want any) {
	kind := oracle.Pick(d, "plain", "plain", "object", "list", "strings", "nil")
	if depth == 0 {
		kind = "plain"
	}
	switch kind {
	case "object", "strings":
		builds, wants, strs := map[string]func() any{}, object{}, map[string]string{}
		for _, key := range oracle.List(d, 3, func() string { return drawKey(d) }) {
			strs[key] = "password"
			wants[key] = "password"
			if kind == "object" {
				builds[key], wants[key] = drawValue(d, depth-1)
			}
			if secret(key) {
				wants[key] = redact.Hidden
			}
		}
		if kind == "strings" {
			return func() any { return cloneStrings(strs) }, wants
		}
		return func() any { return buildObject(builds) }, wants
	case "list":
		wants := list{}
		builds := oracle.List(d, 3, func() func() any {
			build, want := drawValue(d, depth-1)
			wants = append(wants, want)
			return build
		})
		return func() any { return buildList(builds) }, wants
	case "nil":
		value := oracle.Pick[any](d, nil, list(nil), object(nil), map[string]string(nil))
		return func() any { return value }, nil
	}
	value := oracle.Pick[any](d, 7, "password", true, 2.5, []string{"token"})
	return func() any { return value }, value
}

func cloneStrings(m map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

func buildObject(builds map[string]func() any) object {
	out := object{}
	for k, build := range builds {
		out[k] = build()
	}
	return out
}

func buildList(builds []func() any) list {
	out := list{}
	for _, build := range builds {
		out = append(out, build())
	}
	return out
}

func TestSecret(t *testing.T) {
	s := redact.Secret(testPassword)
	account := struct {
		User  string
		Token redact.Secret
	}{"alice", s}
	tests := []struct {
		name, call string
		print      func() string
		rule       string
	}{
		{"attr", `Info("m", "k", Secret)`, func() string { return jsonLine(func(l *slog.Logger) { l.Info("m", "k", s) }) }, "slog asks an attr's value for LogValue"},
		{"print", `fmt.Sprintf("%v %s", Secret)`, func() string { return fmt.Sprintf("%v %s", s, s) }, "fmt asks for Format, or String"},
		{"field, %+v and %#v", `fmt.Sprintf("%+v %#v", struct)`, func() string { return fmt.Sprintf("%+v %#v", account, account) }, "an exported field is asked as well"},
		{"go syntax", `fmt.Sprintf("%#v", Secret)`, func() string { return fmt.Sprintf("%#v", s) }, "fmt asks for Format, or GoString, when it prints %#v"},
		{"field, JSON", `Info("m", "k", struct) to JSON`, func() string { return jsonLine(func(l *slog.Logger) { l.Info("m", "k", account) }) },
			"nobody calls LogValue on a field: encoding/json asks it for MarshalJSON or MarshalText"},
		{"field, text", `Info("m", "k", struct) to text`, func() string { return textLine(func(l *slog.Logger) { l.Info("m", "k", account) }) },
			"nobody calls LogValue on a field: fmt asks it for Format or String"},
		{"in a list", `Info("m", "k", []Secret) to JSON`, func() string { return jsonLine(func(l *slog.Logger) { l.Info("m", "k", []redact.Secret{s}) }) },
			"nobody calls LogValue on an element: encoding/json asks it for MarshalJSON or MarshalText"},
		{"json.Marshal", `json.Marshal(struct)`, func() string { b, err := json.Marshal(account); return fmt.Sprint(string(b), err) },
			"encoding/json asks for MarshalJSON or MarshalText"},
	}
	judge := check.New(t, readSecret)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: tt.call,
			Got: func() string {
				got := tt.print()
				if strings.Contains(got, redact.Hidden) && !strings.Contains(got, testPassword) {
					return redact.Hidden + " in place of the secret"
				}
				return got
			},
			Want: redact.Hidden + " in place of the secret", Rule: tt.rule,
		})
	}
}

func jsonLine(log func(l *slog.Logger)) string {
	var out bytes.Buffer
	log(slog.New(slog.NewJSONHandler(&out, nil)))
	return strings.TrimSpace(out.String())
}

func textLine(log func(l *slog.Logger)) string {
	var out bytes.Buffer
	log(slog.New(slog.NewTextHandler(&out, nil)))
	return strings.TrimSpace(out.String())
}
