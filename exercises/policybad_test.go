package main

import (
	"strings"
	"testing"
)

// Every rule of the policy is broken once, and kept once where keeping it looks like breaking it.
func TestPolicyRules(t *testing.T) {
	for _, tt := range []struct {
		name, file, src string
		want            string // "" when nothing is wrong
	}{
		{"a day and the standard library", "day141_slog/a.go", "import \"log/slog\"", ""},
		{"a day and another module", "day141_slog/a.go", "import \"golang.org/x/sync\"", `imports "golang.org/x/sync": the standard library is all`},
		{"a day and another day", "day141_slog/a.go", "import \"workbook/day142_metrics\"", "days meet in the capstone alone"},
		{"a day's test and another day", "day141_slog/a_test.go", "import \"workbook/day142_metrics\"", "days meet in the capstone alone"},
		{"a day and its own parts", "day141_slog/a_test.go", "import \"workbook/day141_slog/parts\"", ""},
		{"a day's command", "day142_metrics/cmd/buckets/main.go", "import \"workbook/day142_metrics\"", ""},
		{"a day and an exercise", "day142_metrics/a.go", "import \"workbook/exercises/capstone/shop\"", "days meet in the capstone alone"},
		{"a day's command and another day", "day142_metrics/cmd/buckets/main.go", "import \"workbook/day141_slog\"", "days meet in the capstone alone"},
		{"handlertest in another day's test", "day145_correlation/a_test.go", "import \"workbook/day141_slog/handlertest\"", ""},
		{"handlertest outside tests", "day145_correlation/a.go", "import \"workbook/day141_slog/handlertest\"", "days meet in the capstone alone"},
		{"an exercise's test and handlertest", "exercises/day141_slog/04_handler/a_test.go", "import \"workbook/day141_slog/handlertest\"", ""},
		{"an exercise and its day", "exercises/day141_slog/04_handler/handler.go", "import \"workbook/day141_slog\"", "exercises and the runner import the standard"},
		{"an exercise's test and its day", "exercises/day141_slog/04_handler/a_test.go", "import \"workbook/day141_slog/redact\"", ""},
		{"an exercise's test and another day", "exercises/day141_slog/04_handler/a_test.go", "import \"workbook/day142_metrics\"", "exercises and the runner"},
		{"an exercise's test and its exercise", "exercises/day141_slog/04_handler/a_test.go", "import \"workbook/exercises/day141_slog/04_handler\"", ""},
		{"an exercise's test and what judges it", "exercises/day141_slog/04_handler/a_test.go", "import \"workbook/exercises/check\"", ""},
		{"what judges and what draws", "exercises/check/a.go", "import \"workbook/exercises/oracle\"", ""},
		{"an exercise and what draws", "exercises/day141_slog/04_handler/handler.go", "import \"workbook/exercises/oracle\"", "exercises and the runner"},
		{"a reference and its day", "exercises/day141_slog/04_handler/testdata/solution/handler.go", "import \"workbook/day141_slog\"", "exercises and the runner"},
		{"a wrong solution and a module", "exercises/day141_slog/04_handler/testdata/wrong/x.go", "import \"example.com/x\"", "the standard library is all"},
		{"the capstone and a day", "exercises/capstone/wire.go", "import \"workbook/day141_slog\"", ""},
		{"the capstone and its own parts", "exercises/capstone/shop/a.go", "import \"workbook/exercises/capstone/lab\"", ""},
		{"the capstone and an exercise", "exercises/capstone/wire.go", "import \"workbook/exercises/day141_slog/02_redact\"", "exercises and the runner"},
		{"a drill's tool and a day", "exercises/drills/page/a.go", "import \"workbook/day146_alerting/plot\"", ""},
		{"a drill's test and a drill's tool", "exercises/drills/01_slow/a_test.go", "import \"workbook/exercises/drills/recording\"", ""},
		{"a drill's reference and a day", "exercises/drills/01_slow/testdata/solution/a.go", "import \"workbook/day146_alerting\"", "exercises and the runner"},
		{"a drill's tool and the capstone", "exercises/drills/page/a.go", "import \"workbook/exercises/capstone/lab\"", "exercises and the runner"},
		{"the runner and its parts", "exercises/main.go", "import \"workbook/exercises/internal/diff\"", ""},
		{"an exercise and the runner's parts", "exercises/day141_slog/04_handler/handler.go", "import \"workbook/exercises/internal/diff\"", "exercises and the runner"},
		{"the runner and a day", "exercises/main.go", "import \"workbook/day141_slog\"", "exercises and the runner"},
		{"the journal and a day", "journal/main.go", "import \"workbook/day141_slog\"", "the journal imports the standard library only"},
		{"cgo", "day141_slog/a.go", "import \"C\"", "no cgo"},
		{"an init function", "day141_slog/a.go", "func init() {}", "line 3: an init function"},
		{"a method called init", "day141_slog/a.go", "type t int\n\nfunc (t) init() {}", ""},
		{"a sleep", "day141_slog/a_test.go", "import \"time\"\n\nfunc f() { _ = time.Sleep }", "line 5: time.Sleep"},
		{"a sleep under another name", "day141_slog/a_test.go", "import clock \"time\"\n\nvar f = clock.Sleep", "line 5: time.Sleep"},
		{"another Sleep", "day141_slog/a.go", "type c struct{}\n\nfunc (c) Sleep() {}\n\nfunc f(time c) { _ = time.Sleep }", ""},
		{"a sleep in a wrong solution", "exercises/day141_slog/04_handler/testdata/wrong/x.go", "import \"time\"\n\nvar f = time.Sleep", "line 5: time.Sleep"},
		{"a sleep in a reference", "exercises/day141_slog/04_handler/testdata/solution/x.go", "import \"time\"\n\nvar f = time.Sleep", "line 5: time.Sleep"},
		{"a day's room and the root", "day141_slog/redact/a.go", "import \"workbook/day141_slog\"", ""},
		{"a day's root and a room", "day141_slog/a.go", "import \"workbook/day141_slog/encode\"", ""},
		{"a day's room and another room", "day141_slog/redact/a.go", "import \"workbook/day141_slog/encode\"", ""},
		{"a day's room and another day", "day141_slog/redact/a.go", "import \"workbook/day142_metrics\"", "days meet in the capstone alone"},
		{"a day's room and another day's room", "day141_slog/redact/a_test.go", "import \"workbook/day142_metrics/promhttp\"", "days meet in the capstone alone"},
		{"the race tag", "day141_slog/race_test.go", "//go:build !race", `build tag "!race"`},
		{"a server without limits", "day144_healthcheck/a.go", "func f() {\n\t_ = &http.Server{Handler: h, ReadTimeout: 1}\n}", "line 4: an http.Server that lacks"},
		{"a server in a test", "day144_healthcheck/a_test.go", "func f() {\n\t_ = &http.Server{Handler: h}\n}", ""},
		{"a server with its limits", "day144_healthcheck/a.go", "func f() {\n\t_ = http.Server{ReadHeaderTimeout: 1, ReadTimeout: 1,\n\t\tWriteTimeout: 1, IdleTimeout: 1, MaxHeaderBytes: 1}\n}", ""},
		{"a condition that looks", "day141_slog/a.go", "func f() {\n\tif err := g(); err != nil {\n\t}\n\tswitch x := g(); {\n\t}\n}", ""},
		{"a condition that assigns", "day141_slog/a.go", "func f() {\n\tif err = g(); err != nil {\n\t}\n}", "line 4: a header that changes something"},
		{"a condition that inserts", "day141_slog/a.go", "func f() {\n\tif x := g(); m[x] {\n\t} else if m[x] = true; ok {\n\t}\n}", "line 5: a header"},
		{"a condition that counts", "day141_slog/a.go", "func f() {\n\tif p.n++; p.n > 3 {\n\t}\n}", "line 4: a header"},
		{"a condition that counts a variable", "day141_slog/a.go", "func f() {\n\tif n++; n > 3 {\n\t}\n}", "line 4: a header"},
		{"a switch that assigns", "day141_slog/a.go", "func f() {\n\tswitch x += 2; x {\n\t}\n}", "line 4: a header"},
		{"a select that receives", "day141_slog/a.go", "func f() {\n\tselect {\n\tcase err = <-done:\n\tcase out <- 1:\n\tcase x := <-in:\n\t}\n}", ""},
		{"a loop that counts", "day141_slog/a.go", "func f() {\n\tfor i, j := 0, 1; i < j; i, j = i+1, j-1 {\n\t}\n\tfor ; n > 0; n /= 2 {\n\t}\n}", ""},
		{"a loop that assigns first", "day141_slog/a.go", "func f() {\n\tfor i = 0; i < 3; i++ {\n\t}\n}", "line 4: a header"},
		{"a loop that assigns last", "day141_slog/a.go", "func f() {\n\tfor i := 0; i < n; n = g() {\n\t}\n}", "line 4: a header"},
		{"a loop that counts a field", "day141_slog/a.go", "func f() {\n\tfor ; s.i < 3; s.i++ {\n\t}\n}", "line 4: a header"},
		{"a range into what there is", "day141_slog/a.go", "func f() {\n\tfor p.i, x = range list {\n\t}\n}", "line 4: a header"},
		{"130 columns", "day141_slog/a.go", "//\t" + strings.Repeat("é", 124), ""},
		{"131 columns", "day141_slog/a.go", "//\t" + strings.Repeat("é", 125), "line 3: 131 columns"},
		{"131 columns of test", "day141_slog/a_test.go", "// " + strings.Repeat("x", 128), "line 3: 131 columns"},
		{"a long text in a test", "day141_slog/a_test.go", "var x = \"" + strings.Repeat("x", 140) + "\"", ""},
		{"another tag", "day141_slog/a.go", "//go:build ignore", `build tag "ignore"`},
		{"two tags", "day141_slog/a.go", "//go:build race && linux", `build tag "race && linux"`},
		{"a tag in the name", "day141_slog/poll_linux.go", "", "the file name ends in a system"},
		{"an architecture in the name", "day141_slog/poll_arm64_test.go", "", "the file name ends in a system"},
		{"200 lines", "day141_slog/a.go", strings.Repeat("//\n", 197), ""},
		{"201 lines", "day141_slog/a.go", strings.Repeat("//\n", 198), "201 lines, at most 200"},
		{"201 lines of test", "day141_slog/a_test.go", strings.Repeat("//\n", 198), ""},
		{"no Go at all", "day141_slog/a.go", "func {", "expected 'IDENT'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := "package p\n\n" + tt.src + "\n"
			if strings.HasPrefix(tt.src, "//go:build") {
				src = tt.src + "\n\npackage p\n"
			}
			got := strings.Join(fileProblems(tt.file, src), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("fileProblems(%q, %.80q)\n got: %q\nwant: %q", tt.file, src, got, tt.want)
			}
		})
	}
}

func TestPolicyOfSameFiles(t *testing.T) {
	const text = "\n\nimport \"testing\"\n"
	got := strings.Join(sameFilesProblems(map[string]string{
		"day141_slog/rounds_test.go": "package logging_test" + text, "day142_metrics/rounds_test.go": "package metrics" + text,
		"day143_tracecontext/rounds_test.go": "package tracecontext\n\n// Ours.\nimport \"testing\"\n",
		"day141_slog/race_test.go":           "package logging\n", "day141_slog/a_test.go": "package logging" + text,
	}), "; ")
	want := "day143_tracecontext/rounds_test.go and day141_slog/rounds_test.go differ, and not in the package line alone"
	if got != want {
		t.Errorf("sameFilesProblems\n got: %q\nwant: %q", got, want)
	}
}

func TestPolicyOfTheModule(t *testing.T) {
	for _, tt := range []struct{ name, mod, want string }{
		{"as it is", "module workbook\n\ngo 1.26\n", ""},
		{"a requirement", "module workbook\n\ngo 1.26\n\nrequire example.com/x v1.0.0\n", `go.mod:5: "require example.com/x v1.0.0"`},
		{"a replacement", "module workbook\n\ngo 1.26\n\nreplace a => ../a\n", `"replace a => ../a"`},
		{"a toolchain", "module workbook\n\ngo 1.26\ntoolchain go1.27.0\n", `"toolchain go1.27.0"`},
		{"another version", "module workbook\n\ngo 1.25\n", `"go 1.25"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(modProblems(tt.mod), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("modProblems(%q)\n got: %q\nwant: %q", tt.mod, got, tt.want)
			}
		})
	}
	got := strings.Join(strangers([]string{"go.mod", ".ci", "util", "exercises", "go.work", "util"}), "; ")
	if want := "go.work does not belong at the top level; util does not belong at the top level"; got != want {
		t.Errorf("strangers\n got: %q\nwant: %q", got, want)
	}
}
