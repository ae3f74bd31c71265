package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// metrics is the row of the weekly review that a program can know.
type metrics struct {
	solved, exercises int
	author            string // whose commits are counted, as git knows it; "" for nobody
	commits           int    // -1 without a repository
	daysHit           int    // days of the last seven with a quiz or a solved exercise
	confidence        float64
	grades            int // answers behind confidence
}

// week is how far a review looks back, today included.
const week = 7

// collect runs the exercises under root and reads the git log, if there is one.
func collect(ctx context.Context, root string, rec *record, now time.Time) (metrics, error) {
	solved, total, err := runExercises(ctx, root)
	if err != nil {
		return metrics{}, err
	}
	m := metrics{solved: len(solved), exercises: total}
	m.author, m.commits = commits(ctx, root, now)
	first := dateOf(now.AddDate(0, 0, 1-week))
	days := make(map[date]bool)
	sum := 0
	for _, a := range rec.Answers {
		if a.Day < first || a.Day > dateOf(now) {
			continue
		}
		days[a.Day] = true
		m.grades++
		sum += int(a.Grade)
	}
	for _, path := range solved {
		// The reader's last save of a file that passes is the day it was solved.
		if info, err := os.Stat(path); err == nil && dateOf(info.ModTime()) >= first {
			days[dateOf(info.ModTime())] = true
		}
	}
	m.daysHit = len(days)
	if m.grades > 0 {
		m.confidence = float64(sum) / float64(m.grades)
	}
	return m, nil
}

// runExercises tests every exercise and returns the files of those that pass.
// An exercise is a folder with a reference in testdata/solution.
func runExercises(ctx context.Context, root string) (solved []string, total int, err error) {
	cmd := exec.CommandContext(ctx, "go", "test", "-json", "./exercises/...")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) { // red exercises exit 1; that is the normal case
		return nil, 0, fmt.Errorf("run the exercises: %w", err)
	}
	passed := passedPackages(out)
	for _, dir := range exerciseFolders(root) {
		references, err := filepath.Glob(filepath.Join(dir, "testdata", "solution", "*.go"))
		if err != nil || len(references) == 0 {
			continue
		}
		total++
		rel, err := filepath.Rel(root, dir)
		if err == nil && passed["workbook/"+filepath.ToSlash(rel)] {
			solved = append(solved, filepath.Join(dir, filepath.Base(references[0])))
		}
	}
	return solved, total, nil
}

// passedPackages reads the output of go test -json.
func passedPackages(out []byte) map[string]bool {
	passed := make(map[string]bool)
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var event struct{ Action, Package, Test string }
		if json.Unmarshal(lines.Bytes(), &event) == nil && event.Action == "pass" && event.Test == "" {
			passed[event.Package] = true
		}
	}
	return passed
}

func exerciseFolders(root string) []string {
	one, _ := filepath.Glob(filepath.Join(root, "exercises", "*")) // the pattern is well formed
	two, _ := filepath.Glob(filepath.Join(root, "exercises", "*", "*"))
	return append(one, two...)
}

// commits counts the reader's own commits of the last week, by git's user.email: a clone has those of many. It returns
// -1 where there is no repository, and no author where git knows none.
func commits(ctx context.Context, root string, now time.Time) (author string, n int) {
	email, _ := exec.CommandContext(ctx, "git", "-C", root, "config", "user.email").Output() // none is an answer too
	author = strings.TrimSpace(string(email))
	since := "--since=" + now.AddDate(0, 0, -week).Format(time.RFC3339)
	own := "--author=<" + author + ">"
	cmd := exec.CommandContext(ctx, "git", "-C", root, "rev-list", "--count", "--fixed-strings", own, since, "HEAD")
	out, err := cmd.Output()
	if _, scanErr := fmt.Sscan(string(out), &n); err != nil || scanErr != nil {
		return author, -1
	}
	return author, n
}

// writeReview prints the Metrics row of TEMPLATE.md. Hours are yours to fill in.
func writeReview(w io.Writer, m metrics) {
	history := "no repository"
	switch {
	case m.commits >= 0 && m.author == "":
		history = "git knows no user.email"
	case m.commits >= 0:
		history = fmt.Sprintf("%d by %s", m.commits, m.author)
	}
	confidence := "no quiz yet"
	if m.grades > 0 {
		confidence = fmt.Sprintf("%.1f of 4 (%s)", m.confidence, count(m.grades, "answer"))
	}
	header := []string{"hours", "days hit", "exercises", "commits", "average confidence"}
	days, solved := fmt.Sprintf("%d of %d", m.daysHit, week), fmt.Sprintf("%d of %d", m.solved, m.exercises)
	row := []string{"____", days, solved, history, confidence}
	fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(header, " | "), strings.Repeat("---|", len(header)))
	fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | "))
}
