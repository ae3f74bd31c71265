package dashboard

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"workbook/day146_alerting/scrape"
)

// failure is one target that gave no numbers, and why.
type failure struct{ Target, Reason string }

// failures remembers the reason of each target that failed the last round.
type failures struct{ reasons map[string]string }

// take notes the reasons in the error of one round, and tells of those that changed.
func (f *failures) take(err error, tell func(target, reason string)) {
	fresh := map[string]string{}
	for _, one := range unjoin(err) {
		var e *scrape.TargetError
		if errors.As(one, &e) {
			fresh[e.Target] = bounded(e.Err.Error())
		} else {
			fresh["scraping"] = bounded(one.Error())
		}
	}
	old := f.reasons
	f.reasons = fresh
	if tell == nil {
		return
	}
	for _, target := range slices.Sorted(maps.Keys(fresh)) {
		if fresh[target] != old[target] {
			tell(target, fresh[target])
		}
	}
	for _, target := range slices.Sorted(maps.Keys(old)) {
		if fresh[target] == "" {
			tell(target, "")
		}
	}
}

// list returns the failures by target.
func (f *failures) list() []failure {
	var out []failure
	for target, reason := range f.reasons {
		out = append(out, failure{target, reason})
	}
	slices.SortFunc(out, func(a, b failure) int { return cmp.Compare(a.Target, b.Target) })
	return out
}

// unjoin returns the parts of a joined error.
func unjoin(err error) []error {
	var joined interface{ Unwrap() []error }
	switch {
	case err == nil:
		return nil
	case errors.As(err, &joined):
		return joined.Unwrap()
	}
	return []error{err}
}

// bounded cuts what may quote a target.
func bounded(reason string) string {
	text := []rune(reason)
	return string(text[:min(len(text), 300)])
}
