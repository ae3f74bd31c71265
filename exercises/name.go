package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// find returns the exercises that a NAME means: those of the best kind of match that has any.
// A path the reader can see from where they stand comes first, then the exact name of an
// exercise, then parts of names.
func (a *app) find(list []*exercise, name string) []*exercise {
	clean := strings.Trim(strings.ReplaceAll(name, `\`, "/"), "/")
	abs := filepath.Join(a.cwd, filepath.FromSlash(name))
	if filepath.IsAbs(name) {
		abs = filepath.Clean(name)
	}
	kinds := []func(e *exercise) bool{
		func(e *exercise) bool { return abs == a.path(e.dir) || e.file != "" && abs == a.path(e.file) },
		func(e *exercise) bool { return clean == e.dir || clean == e.label() || clean == e.file },
		func(e *exercise) bool { return clean == e.name() },
		func(e *exercise) bool { return matchParts(strings.Split(clean, "/"), strings.Split(e.dir, "/")) },
	}
	for _, matches := range kinds {
		var found []*exercise
		for _, e := range list {
			if clean != "" && matches(e) {
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// matchParts reports whether the parts of a name match neighbouring parts of a path, the
// last one with the last of the path or a part before it: 141/2 is day141_slog/02_redact.
func matchParts(parts, path []string) bool {
	for i := 0; i+len(parts) <= len(path); i++ {
		all := true
		for j, part := range parts {
			all = all && matchPart(part, path[i+j])
		}
		if all {
			return true
		}
	}
	return false
}

// matchPart compares digits as a number, so that 2 is 02_redact and not 12_rate, and anything
// else as a part of the text.
func matchPart(part, segment string) bool {
	if part == "" || strings.Trim(part, "0123456789") != "" {
		return part != "" && strings.Contains(segment, part)
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(segment, "day"), "_")
	return strings.TrimLeft(number, "0") == strings.TrimLeft(part, "0") && number != ""
}

// findOne returns the one exercise that name means. The error lists the candidates.
func (a *app) findOne(list []*exercise, name string) (*exercise, error) {
	found := a.find(list, name)
	if len(found) == 1 {
		return found[0], nil
	}
	message := fmt.Sprintf("%.64q names %d exercises; say which:", name, len(found))
	if len(found) == 0 {
		message, found = fmt.Sprintf("%.64q names no exercise; there are:", name), list
	}
	for _, e := range found {
		message += "\n  " + e.label()
	}
	return nil, fmt.Errorf("%s", message)
}

// handle is the shortest NAME worth printing for e: its own name when that is enough.
func (a *app) handle(list []*exercise, e *exercise) string {
	if found := a.find(list, e.name()); len(found) == 1 && found[0] == e {
		return e.name()
	}
	return e.label()
}
