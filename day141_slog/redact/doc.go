// Package redact hides secrets in log records, and fails closed: what it cannot
// look into is hidden. The field calls this redaction, scrubbing or masking; in
// cockroachdb/redact it is built around a type, as [Secret] is here.
//
// It works with every handler of log/slog and imports none. A [Redactor] stands
// in two places: its ReplaceAttr sees attrs while they have types and names, its
// Writer sees finished lines.
//
// Begin with secret.go and redactor.go, and then keys.go, which tells the names
// of secrets from names that look like them. Behind these are two halves that do
// not need each other: plain.go, composite.go and methods.go take a value apart
// by reflection; hints.go looks at text once, and text.go, pair.go, form.go,
// block.go, markup.go, flag.go, statement.go, keyformat.go and card.go search it where that look found a reason.
//
// # What it judges
//
// Names (in any spelling, of attrs, groups, fields and map keys), shapes in text
// (bearer tokens, JWTs, userinfo in URLs and DSNs, signed URLs, pairs of a name
// and a value, private keys, card numbers, keys that their makers mark), and
// everything that a value leads to. Where a value without quotes ends depends on
// the form: form.go lists them. Where the form cannot be told, the rest of the line
// is hidden, since a line that says too little costs less than a leak.
// It hides values deeper than 32 levels or of more than 10,000 parts, those that
// panic or fail to marshal, and values that lost their key (!BADKEY).
//
// # Bounds
//
//	input                      bound                        beyond it             held by
//	levels of a value          32                           hidden                TestRedactorFailsClosed
//	parts of a value           10,000                       hidden                TestRedactorFailsClosed
//	a text                     time grows with its length   -                     TestRedactorTakesLinearTime
//	looks at one text          8                            all of it is hidden   TestRedactorOnDrawnText
//	a name before a separator  64 bytes                     judged by its end     FuzzRedactText
//	a literal                  at least 4 bytes             not looked for        TestWriterContract
//
// # What it does not promise
//
// It promises nothing about
//
//   - secrets that are encoded (base64, hex, percent, compressed) or split over
//     several attrs or records, unless a decoder above made them text again,
//   - secrets without a shape under an innocent name, unless they are given as
//     Literals or have the type [Secret],
//   - a name and a value that only stand side by side, ("password", "x"), unless the
//     value looks as if a machine had made it,
//   - names of groups, which ReplaceAttr cannot change: only the literals
//     are found there, by [Redactor.Writer].
//
// A Redactor is immutable and safe for concurrent use.
package redact
