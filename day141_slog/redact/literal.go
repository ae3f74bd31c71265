package redact

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strconv"

	"workbook/day141_slog/encode"
)

// literal is a secret in one of the forms in which it may appear in a line.
type literal []byte

const shortestLiteral = 4

// newLiterals lists each secret as it is and as the encoders escape it, the
// longest first: a secret that contains another must not be left in parts.
// tooShort counts those that would blank half of each line.
func newLiterals(secrets []string) (all []literal, tooShort int) {
	for _, s := range secrets {
		if len(s) < shortestLiteral {
			if s != "" {
				tooShort++
			}
			continue
		}
		// How the secret looks when an encoder has escaped it: slog's JSON, plain
		// encoding/json, slog's text, and a URL.
		html, _ := json.Marshal(s) // a string always marshals
		for _, form := range []string{s, unquoted(string(encode.AppendString(nil, s))), unquoted(string(html)),
			unquoted(strconv.Quote(s)), url.QueryEscape(s), url.PathEscape(s)} {
			if !slices.ContainsFunc(all, func(l literal) bool { return string(l) == form }) {
				all = append(all, literal(form))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b literal) int { return len(b) - len(a) })
	return all, tooShort
}

func unquoted(s string) string { return s[1 : len(s)-1] }

// Writer returns a writer that hides the literals in each record and passes it
// on to w. One Write must be one record, as slog's handlers do it: a secret
// that is split over two writes is not found. The bytes given to Write are not
// changed. It is as safe for concurrent use as w.
func (r *Redactor) Writer(w io.Writer) io.Writer { return literalWriter{r.literals, w} }

type literalWriter struct {
	literals []literal
	w        io.Writer
}

// Write reports the length of b, not of what it became: callers compare.
func (l literalWriter) Write(b []byte) (int, error) {
	clean := b
	for _, secret := range l.literals {
		if bytes.Contains(clean, secret) {
			clean = bytes.ReplaceAll(clean, secret, []byte(Marker)) // a copy
		}
	}
	n, err := l.w.Write(clean)
	if err == nil && n < len(clean) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return min(n, len(b)), err
	}
	return len(b), nil
}
