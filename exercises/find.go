package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"workbook/exercises/internal/gotest"
)

// find returns the exercises that a NAME means: those with exactly this name, else those with
// neighbouring parts of their path like it.
func find(list []*exercise, name string) (found []*exercise) {
	name = strings.TrimPrefix(strings.Trim(strings.ReplaceAll(name, `\`, "/"), "./"), "exercises/")
	for _, matches := range []func(e *exercise) bool{
		func(e *exercise) bool { return bareName(path.Base(e.dir)) == name },
		func(e *exercise) bool { return matchParts(strings.Split(name, "/"), strings.Split(e.label(), "/")) },
		func(e *exercise) bool { return strings.Contains(e.label(), name) },
	} {
		found = slices.DeleteFunc(slices.Clone(list), func(e *exercise) bool { return name == "" || !matches(e) })
		if len(found) > 0 {
			break
		}
	}
	return found
}

// matchParts reports whether parts match neighbours in path: 141/2 is day141_slog/02_redact.
// Digits are a number, so that 2 is not 12_rate; the rest is any piece of the text.
func matchParts(parts, path []string) bool {
	for start := 0; start+len(parts) <= len(path); start++ {
		if slices.EqualFunc(parts, path[start:start+len(parts)], matchPart) {
			return true
		}
	}
	return false
}

func matchPart(part, folder string) bool {
	if strings.Trim(part, "0123456789") != "" {
		return strings.Contains(folder, part)
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(folder, "day"), "_")
	return strings.TrimLeft(number, "0") == strings.TrimLeft(part, "0")
}

// findOne returns the one exercise that name means, or an error that lists the candidates.
func findOne(list []*exercise, name string) (*exercise, error) {
	found := find(list, name)
	message := fmt.Sprintf("%.64q could be any of these:", name)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		message, found = fmt.Sprintf("%.64q names no exercise. There are:", name), list
	}
	for _, e := range found {
		message += "\n  " + e.label()
	}
	return nil, errors.New(message)
}

// current returns the exercise that the reader works on: of those begun the one saved last, else the first.
func (a *app) current(list []*exercise) (current *exercise, err error) {
	var last time.Time
	for _, e := range list {
		var saved time.Time
		if info, err := os.Stat(a.path(e.file)); err == nil && !a.untouched(e) {
			saved = info.ModTime()
		}
		if a.runnable(e) && (current == nil || saved.After(last)) {
			current, last = e, saved
		}
	}
	if current == nil {
		err = errors.New("there is no exercise to work on")
	}
	return current, err
}

// nextOpen returns e, or the next one that is not solved, going round at the end of the list. nil begins with the first.
func (a *app) nextOpen(ctx context.Context, list []*exercise, e *exercise) (*exercise, error) {
	i := max(slices.Index(list, e), 0)
	for _, next := range slices.Concat(list[i:], list[:i]) {
		if !a.runnable(next) {
			continue
		}
		all, err := a.survey(ctx, []*exercise{next}, func(*standing) {})
		if err != nil {
			return nil, err
		} else if all[0].verdict.Kind != gotest.Solved {
			return next, nil
		}
	}
	return nil, errors.New("every exercise is solved")
}
