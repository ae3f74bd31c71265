package handlertest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// tree is what a record must contain: strings, groups, or present. Keys beyond
// it are allowed, because a handler may add a host name of its own.
type tree map[string]any

// present stands for any value at all.
type present struct{}

// missing lists what got lacks, one description a path, in key order.
func (want tree) missing(got map[string]any) []string {
	return want.missingUnder("", got)
}

func (want tree) missingUnder(prefix string, got map[string]any) []string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(want)) {
		value, ok := got[key]
		switch w := want[key].(type) {
		case present:
			if !ok {
				list = append(list, "a value for "+prefix+key)
			}
		case tree:
			group, isGroup := value.(map[string]any)
			if !isGroup {
				list = append(list, fmt.Sprintf("group %s%s with %s", prefix, key, show(w)))
				continue
			}
			list = append(list, w.missingUnder(prefix+key+".", group)...)
		default:
			if !ok || value != w {
				list = append(list, fmt.Sprintf("%s%s=%q", prefix, key, w))
			}
		}
	}
	return list
}

// has reports whether the dotted path leads to a value in got.
func has(got map[string]any, path string) bool {
	key, rest, deeper := strings.Cut(path, ".")
	value, ok := got[key]
	if !ok || !deeper {
		return ok
	}
	group, isGroup := value.(map[string]any)
	return isGroup && has(group, rest)
}

// show prints a parsed record in one line with sorted keys.
func show[M ~map[string]any](m M) string {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Sprintf("%v", map[string]any(m))
	}
	const limit = 600
	if len(text) > limit {
		return fmt.Sprintf("%s… (%d bytes)", text[:limit], len(text))
	}
	return string(text)
}
