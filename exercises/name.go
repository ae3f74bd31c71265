package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// find returns the exercises that a NAME means: a path as seen from where the reader stands,
// else the exact name of an exercise, else neighbouring parts of its path.
func (a *app) find(list []*exercise, name string) (found []*exercise) {
	abs := name
	if !filepath.IsAbs(name) {
		abs = filepath.Join(a.cwd, filepath.FromSlash(name))
	}
	clean := strings.TrimPrefix(strings.Trim(strings.ReplaceAll(name, `\`, "/"), "./"), "exercises/")
	for _, matches := range []func(e *exercise) bool{
		func(e *exercise) bool {
			return filepath.Clean(abs) == a.path(e.dir) || e.file != "" && abs == a.path(e.file)
		},
		func(e *exercise) bool { return strings.TrimLeft(filepath.Base(a.path(e.dir)), "0123456789_") == clean },
		func(e *exercise) bool {
			return clean != "" && matchParts(strings.Split(clean, "/"), strings.Split(e.label(), "/"))
		},
	} {
		for _, e := range list {
			if matches(e) {
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return found
}

// matchParts reports whether parts match neighbours in path: 141/2 is day141_slog/02_redact.
// Digits are a number, so that 2 is not 12_rate; the rest is any piece of the text.
func matchParts(parts, path []string) bool {
	for ; len(path) >= len(parts); path = path[1:] {
		all := true
		for i, part := range parts {
			number, _, _ := strings.Cut(strings.TrimPrefix(path[i], "day"), "_")
			if strings.Trim(part, "0123456789") == "" {
				all = all && strings.TrimLeft(number, "0") == strings.TrimLeft(part, "0")
			} else {
				all = all && strings.Contains(path[i], part)
			}
		}
		if all {
			return true
		}
	}
	return false
}

// findOne returns the one exercise that name means, or an error that lists the candidates.
func (a *app) findOne(list []*exercise, name string) (*exercise, error) {
	found, message := a.find(list, name), "%.64q could be any of these:"
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) == 0 {
		message, found = "%.64q names no exercise. There are:", list
	}
	message = fmt.Sprintf(message, name)
	for _, e := range found {
		message += "\n  " + e.label()
	}
	return nil, errors.New(message)
}
