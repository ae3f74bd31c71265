package main

import (
	"slices"
	"strings"
	"testing"

	"workbook/exercises/internal/gotest"
)

func TestCatalogueIsTheTree(t *testing.T) {
	m := newModule(t)
	m.add(t, "capstone", func(files map[string]string) {
		files["shop/shop.go"] = "package shop\n"
		files["shop/testdata/solution/no.go"] = "package no\n" // below an exercise nothing is one
	})
	m.add(t, "drills/01_quiet", nil)
	m.add(t, "day2_b/01_double", nil)
	m.add(t, "day1_a/02_two", nil)
	m.add(t, "day1_a/01_one", nil)
	writeFile(t, m.path("exercises/day1_a/README.md"), "# A day\n")
	writeFile(t, m.path("exercises/day1_a/03_lost/lost.go"), "package lost\n")
	writeFile(t, m.path("exercises/day1_a/unnumbered/x.go"), "package unnumbered\n")
	writeFile(t, m.path("exercises/.old/testdata/solution/x.go"), "package x\n")
	writeFile(t, m.path("exercises/notes/notes.go"), "package notes\n")

	var got []string
	for _, e := range m.all(t) {
		got = append(got, e.label()+" "+e.file)
	}
	want := []string{
		"day1_a/01_one exercises/day1_a/01_one/one.go",
		"day1_a/02_two exercises/day1_a/02_two/two.go",
		"day1_a/03_lost ",
		"day1_a/unnumbered ",
		"day2_b/01_double exercises/day2_b/01_double/double.go",
		"capstone exercises/capstone/capstone.go",
		"drills/01_quiet exercises/drills/01_quiet/quiet.go",
	}
	if !slices.Equal(got, want) {
		t.Errorf("catalogue()\n got: %q\nwant: %q", got, want)
	}
	e := m.one(t, "capstone")
	if want := "exercises/capstone/testdata/solution/capstone.go"; e.solution != want {
		t.Errorf("solution of the capstone: got %q, want %q", e.solution, want)
	}
	if got, want := e.wrong, 3; len(got) != want {
		t.Errorf("wrong solutions of the capstone: got %q, want %d", got, want)
	}
	for _, label := range []string{"day1_a/03_lost", "day1_a/unnumbered"} {
		if problems := m.inspect(m.one(t, label)); len(problems) == 0 {
			t.Errorf("inspect(%s): no problem, want the missing parts", label)
		}
	}
}

func TestTestFuncs(t *testing.T) {
	m := newModule(t)
	file := m.path("exercises/x_test.go")
	writeFile(t, file, strings.ReplaceAll(`package x

func TestMain(m *testing.M) {}
func TestOne(t *testing.T) {}
func Test(t *testing.T) {}
func Testify(t *testing.T) {}
func Test_two(t *testing.T) { panic("x")
func TestHelper(x int) {}
func BenchmarkX(b *testing.B) {}
	func TestIndented(t *testing.T) {}
func (s suite) TestMethod(t *testing.T) {}
`, "\n", "\r\n"))
	got, want := gotest.Funcs(file), []string{"TestOne", "Test", "Test_two"}
	if !slices.Equal(got, want) {
		t.Errorf("Funcs\n got: %q\nwant: %q", got, want)
	}
}

func TestStagesDecide(t *testing.T) {
	e := &exercise{tests: []string{"TestShop", "TestStage1Logs", "TestStage2", "TestStage2Routes", "TestInteropRedis", "TestStages"}}
	if got, want := e.judged(), []string{"TestStage1Logs", "TestStage2", "TestStage2Routes"}; !slices.Equal(got, want) {
		t.Errorf("judged()\n got: %q\nwant: %q", got, want)
	}
	s := &standing{exercise: e, verdict: gotest.Verdict{Kind: gotest.Failing, Passed: []string{"TestShop", "TestStage1Logs", "TestStage2Routes"}}}
	if got, want := s.detail(), "1 of 2 stages"; got != want {
		t.Errorf("detail(): got %q, want %q", got, want)
	}
	plain := &exercise{tests: []string{"TestOne", "TestInteropRedis"}}
	if got, want := plain.judged(), []string{"TestOne"}; !slices.Equal(got, want) {
		t.Errorf("judged() without stages\n got: %q\nwant: %q", got, want)
	}
}
