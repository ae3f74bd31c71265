package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A lesson says in two tables what there is to read and for how long. The minutes are computed: 15 lines a
// minute, comments included, rounded up in each row. A page is 10 minutes, and the hour has 60.
const (
	linesAMinute   = 15
	pageMinutes    = 10
	hourMinutes    = 60
	lessonMaxWords = 1300
)

// A tableRow is one row under a heading of a lesson: the link targets of its first cell, and its last cell.
type tableRow struct {
	first   string
	targets []string
	minutes int
}

// tableUnder reads the table of the section with this heading; its head and the line below it are left out.
func tableUnder(readme, heading string) (rows []tableRow, problems []string) {
	_, section, found := strings.Cut(readme, "\n## "+heading+"\n")
	if !found {
		return nil, []string{fmt.Sprintf("there is no section %q", heading)}
	}
	section, _, _ = strings.Cut(section, "\n## ")
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		row := tableRow{first: strings.TrimSpace(cells[0])}
		for _, m := range markdownLink.FindAllStringSubmatch(row.first, -1) {
			row.targets = append(row.targets, m[1])
		}
		last := strings.TrimSpace(cells[len(cells)-1])
		n, err := strconv.Atoi(last)
		row.minutes = n
		rows = append(rows, row)
		if err != nil && len(rows) > 2 {
			problems = append(problems, fmt.Sprintf("%s: row %q ends in %q, which is no number of minutes", heading, row.first, last))
		}
	}
	if len(rows) < 3 {
		return nil, append(problems, fmt.Sprintf("section %q has no table", heading))
	}
	return rows[2:], problems
}

// minutesOf computes the minutes of .go files and folders, which are slash paths from dir.
func minutesOf(dir string, targets []string) (minutes int, err error) {
	lines := 0
	for _, target := range targets {
		files := []string{filepath.Join(dir, filepath.FromSlash(target))}
		if path.Ext(target) != ".go" {
			files = sourceFiles(files[0])
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return 0, err
			}
			lines += strings.Count(string(text), "\n")
		}
	}
	return (lines + linesAMinute - 1) / linesAMinute, nil
}

// sourceFiles lists the .go files directly in a folder that are no tests.
func sourceFiles(dir string) []string {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go")) // an error is one of the pattern
	return slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, "_test.go") })
}

// lessonProblems holds the two tables of a lesson against the files of its day.
func lessonProblems(t *testing.T, dir, readme string) (problems []string) {
	t.Helper()
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if words := len(strings.Fields(readme)); words > lessonMaxWords {
		add("%d words, at most %d", words, lessonMaxWords)
	}
	hour, bad := tableUnder(readme, "The hour")
	rooms, worse := tableUnder(readme, "The rooms")
	problems = append(append(problems, bad...), worse...)
	if len(hour) == 0 || len(rooms) == 0 {
		return problems
	}
	sum := 0
	total := hour[len(hour)-1]
	hour = hour[:len(hour)-1]
	for _, row := range hour {
		sum += row.minutes
	}
	if total.first != "" || total.minutes != sum || sum > hourMinutes {
		add("The hour: the last row should have an empty cell first and the sum, %d, last, which is at most %d; got %q and %d",
			sum, hourMinutes, total.first, total.minutes)
	}
	rowsWith := map[string]int{}
	for _, row := range slices.Concat(hour, rooms) {
		want, err := minutesOf(dir, row.targets)
		if len(row.targets) == 0 || row.targets[0] == "README.md" {
			want = pageMinutes
		}
		if err != nil || row.minutes != want {
			add("row %q: %d minutes, want %d (%v)", row.first, row.minutes, want, err)
		}
		for _, target := range row.targets {
			rowsWith[path.Clean(target)]++
		}
	}
	for _, file := range sourceFiles(dir) {
		if n := rowsWith[filepath.Base(file)]; n != 1 {
			add("%s stands in %d rows of the two tables, want 1", filepath.Base(file), n)
		}
	}
	for _, room := range roomsOf(t, dir) {
		if n := rowsWith[room]; n != 1 {
			add("the room %s stands in %d rows of the two tables, want 1", room, n)
		}
	}
	return problems
}

// roomsOf lists the folders below a day's root that hold Go code beside tests, as slash paths from there.
func roomsOf(t *testing.T, dir string) (rooms []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() || p == dir {
			return err
		}
		if d.Name() == "testdata" {
			return filepath.SkipDir
		}
		rel, err := filepath.Rel(dir, p)
		if len(sourceFiles(p)) > 0 {
			rooms = append(rooms, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// linkMinutes are the minutes in brackets that stand directly behind a link.
var linkMinutes = regexp.MustCompile(`\]\(([^)\s]+)\) \((\d+) minutes?\)`)

// readFirstProblems checks the line of an exercise's README that says what to read before it.
func readFirstProblems(dir, readme string) (problems []string) {
	before, line, found := strings.Cut(readme, "\nRead first: ")
	line, _, _ = strings.Cut(line, "\n\n")
	if !found || strings.Count(before, "\n") > 6 {
		return []string{`want a line that begins with "Read first: " below the goal`}
	}
	for _, m := range linkMinutes.FindAllStringSubmatch(line, -1) {
		want, err := minutesOf(dir, m[1:2])
		if err != nil || m[2] != strconv.Itoa(want) {
			problems = append(problems, fmt.Sprintf("Read first: %s is %s minutes, want %d (%v)", m[1], m[2], want, err))
		}
	}
	return problems
}

func TestMinutesToRead(t *testing.T) {
	const root = ".."
	for file, text := range markdownFiles(t, root) {
		dir, name := path.Split(file)
		var problems []string
		switch {
		case name != "README.md":
		case strings.HasPrefix(dir, "day") && strings.Count(dir, "/") == 1:
			problems = lessonProblems(t, filepath.Join(root, dir), text)
		case strings.HasPrefix(dir, "exercises/day"):
			problems = readFirstProblems(filepath.Join(root, filepath.FromSlash(dir)), text)
		}
		for _, problem := range problems {
			t.Errorf("%s: %s", file, problem)
		}
	}
}

const smallLesson = `# Day

## The hour

| read | what it teaches | minutes |
|---|---|---|
| this page | all of it | 10 |
| [a.go](a.go) | one | 2 |
| [b.go](b.go), [c_test.go](c_test.go) | two | 3 |
| | in all | 15 |

## The rooms

| room | what it is | there it is called | read it before | minutes |
|---|---|---|---|---|
| [room](room/) | a room | there | nothing | 2 |
| [d.go](d.go) | further | | nothing | 1 |
| [cmd/tool](cmd/tool/) | a tool | | nothing | 1 |

## Decisions
`

// The front page says for each day what its lesson adds up to.
func TestMinutesOnTheFrontPage(t *testing.T) {
	texts := markdownFiles(t, "..")
	for line := range strings.Lines(texts["README.md"]) {
		day := markdownLink.FindStringSubmatch(line)
		if day == nil || !strings.HasPrefix(day[1], "day14") || !strings.HasPrefix(line, "| [14") {
			continue
		}
		rows, problems := tableUnder(texts[day[1]], "The hour")
		if len(problems) > 0 {
			t.Errorf("%s: %q", day[1], problems)
			continue
		}
		want := fmt.Sprintf("| %d min |", rows[len(rows)-1].minutes)
		if !strings.Contains(line, want) {
			t.Errorf("README.md: the row of %s has not %q, the sum of its hour", day[1], want)
		}
	}
}

// Each rule of the two tables is broken once.
func TestMinutesRules(t *testing.T) {
	dir := t.TempDir()
	for file, lines := range map[string]int{"a.go": 16, "a_test.go": 90, "b.go": 15, "c_test.go": 30, "d.go": 15, "testdata/x.go": 1,
		"room/a.go": 15, "room/b.go": 1, "room/b_test.go": 50, "cmd/tool/main.go": 1} {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(file)), strings.Repeat("\n", lines))
	}
	if got := lessonProblems(t, dir, smallLesson); got != nil {
		t.Errorf("a sound lesson: got %q, want no problem", got)
	}
	const inAll = "The hour: the last row should have an empty cell first and the sum"
	for _, tt := range []struct{ what, old, replacement, want string }{
		{"a row is off", "| one | 2 |", "| one | 3 |", `row "[a.go](a.go)": 3 minutes, want 2`},
		{"a row of two files is off", "| two | 3 |", "| two | 4 |", `row "[b.go](b.go), [c_test.go](c_test.go)": 4 minutes, want 3`},
		{"the page has other minutes", "| all of it | 10 |", "| all of it | 5 |", `row "this page": 5 minutes, want 10`},
		{"a room is off", "| nothing | 2 |", "| nothing | 5 |", `row "[room](room/)": 5 minutes, want 2`},
		{"the sum is off", "| in all | 15 |", "| in all | 14 |", inAll + ", 15, last"},
		{"there is no sum", "| | in all | 15 |\n", "", inAll},
		{"the hour is too long", "[c_test.go](c_test.go) | two | 3 |\n| | in all | 15 |",
			"[c_test.go](c_test.go) | two | 53 |\n| | in all | 65 |", inAll + ", 65, last, which is at most 60"},
		{"a file stands nowhere", "| [d.go](d.go) | further | | nothing | 1 |\n", "", "d.go stands in 0 rows"},
		{"a file stands twice", "[b.go](b.go), ", "[b.go](b.go), [d.go](d.go), ", "d.go stands in 2 rows"},
		{"a file does not exist", "[a.go](a.go)", "[e.go](e.go)", `row "[e.go](e.go)": 2 minutes, want 0 (open `},
		{"a room stands nowhere", "| [cmd/tool](cmd/tool/) | a tool | | nothing | 1 |\n", "", "the room cmd/tool stands in 0 rows"},
		{"no minutes", "| one | 2 |", "| one | two |", `ends in "two", which is no number`},
		{"no rooms", "## The rooms", "## Rooms", `there is no section "The rooms"`},
		{"too long a page", "# Day", "# Day" + strings.Repeat(" word", lessonMaxWords), "words, at most 1300"},
	} {
		text := strings.Replace(smallLesson, tt.old, tt.replacement, 1)
		if got := strings.Join(lessonProblems(t, dir, text), "\n"); got == "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s\n got: %q\nwant: %q", tt.what, got, tt.want)
		}
	}
}

func TestReadFirstRules(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "day", "a.go"), strings.Repeat("\n", 16))
	for _, tt := range []struct{ what, readme, want string }{
		{"with minutes", "# A\n\nGoal.\n\nRead first: the hour, and\n[a.go](day/a.go) (2 minutes).\n\nMore.\n", ""},
		{"of the hour", "# A\n\nGoal.\n\nRead first: the hour up to [a.go](day/a.go).\n", ""},
		{"with the wrong minutes", "# A\n\nRead first: [a.go](day/a.go) (1 minute).\n", "Read first: day/a.go is 1 minutes, want 2"},
		{"of a file that is gone", "# A\n\nRead first: [b.go](day/b.go) (1 minute).\n", "want 0 (open"},
		{"without it", "# A\n\nGoal.\n", "want a line that begins with"},
		{"too far down", "# A" + strings.Repeat("\n", 9) + "Read first: the hour.\n", "want a line that begins with"},
	} {
		got := strings.Join(readFirstProblems(dir, tt.readme), "\n")
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("a README %s\n got: %q\nwant: %q", tt.what, got, tt.want)
		}
	}
}
