package logline

import (
	"cmp"
	"strings"
	"time"
)

// fields are what has been read of a line so far, texts still whole.
type fields struct {
	finder  *Finder
	time    time.Time
	noZone  bool
	other   time.Time // where the line has no time
	seconds float64   // of a time in two members
	nanos   float64
	service string
	level   string
	message string
	event   string // structlog's message, and an attribute of others
	wrapped string // another line inside this one
	place   Place
	group   string
}

// maxText bounds each text of a Line in bytes.
const maxText = 512

// add takes one member that is a text, or a number in the line's spelling. path
// are the names of the groups around it.
func (f *fields) add(path []string, key, text string) {
	if text == f.finder.id {
		f.addID(path, key)
	}
	switch {
	case len(path) == 0:
		f.addRole(roleOf(key), key, text)
	case len(path) == 1:
		f.addRole(roleOfMember(path[0], key), key, text)
	}
}

func (f *fields) addRole(r role, key, text string) {
	switch r {
	case roleTime:
		if f.time.IsZero() {
			f.time, f.noZone = readTime(text)
		}
	case roleOtherTime:
		if f.other.IsZero() {
			f.other, _ = readTime(text)
		}
	case roleSeconds:
		f.seconds = number(text)
	case roleNanos:
		f.nanos = number(text)
	case roleLevel:
		f.level = cmp.Or(f.level, levelName(key, text))
	case roleService:
		f.service = cmp.Or(f.service, text)
	case roleMessage:
		f.message = cmp.Or(f.message, text)
	case roleEvent:
		f.event = cmp.Or(f.event, text)
	case roleWrapped:
		f.wrapped = cmp.Or(f.wrapped, text)
	}
}

// addID notes that the member key holds the id. A key with dots is a path too.
func (f *fields) addID(path []string, key string) {
	field := f.finder.field
	at := len(key) - len(field)
	if at < 0 || !strings.EqualFold(key[at:], field) || at > 0 && key[at-1] != '.' {
		return
	}
	switch {
	case at == 0 && (len(path) == 0 || len(path) == 1 && mapped(path[0])):
		f.place, f.group = AtRoot, ""
	case f.place == Nowhere: // the first group is shown, and only it is joined
		f.place = InGroup
		f.group = joined(path, key[:max(0, at-1)])
	}
}

// joined is the path of a group as one text, as far as it will be shown.
func joined(path []string, last string) string {
	var b strings.Builder
	for i, name := range path {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(name[:min(len(name), maxText+1)])
		if b.Len() > maxText {
			return b.String()
		}
	}
	if last != "" && len(path) > 0 {
		b.WriteByte('.')
	}
	return b.String() + last
}

// around returns the fields of a line in which inner was found as a text. What
// inner does not say, the outer line says.
func (f fields) around(inner fields) fields {
	if inner.instant().IsZero() {
		inner.time, inner.noZone = f.instant(), f.noZone
	}
	inner.service = cmp.Or(inner.service, f.service)
	inner.level = cmp.Or(inner.level, f.level)
	inner.message = cmp.Or(inner.message, inner.event, f.message)
	inner.place = max(inner.place, f.place)
	return inner
}

// instant is the time, in whichever way it was given.
func (f *fields) instant() time.Time {
	switch {
	case !f.time.IsZero():
		return f.time
	case f.seconds > 0 && f.seconds < maxSeconds:
		return time.Unix(int64(f.seconds), int64(f.nanos)).UTC()
	}
	return f.other
}

func (f *fields) line() Line {
	message := cmp.Or(f.message, f.event, f.wrapped)
	return Line{
		Time: f.instant(), NoZone: f.noZone, ID: f.place, Group: Printable(f.group),
		Service: Printable(f.service), Level: Printable(f.level), Message: Printable(strings.TrimRight(message, "\r\n")),
	}
}
