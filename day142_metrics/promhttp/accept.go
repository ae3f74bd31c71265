package promhttp

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// A weighted is one element of an Accept or Accept-Encoding header.
type weighted struct {
	name    string // lower case
	version string // the version parameter of a media type
	q       float64
}

// elements parses all lines of a header as one list. An element that cannot be
// read is left out, as if the client had not sent it. Version values are plain
// tokens, so no comma stands inside quotes.
func elements(h http.Header, key string) []weighted {
	var list []weighted
	for _, line := range h.Values(key) {
		for element := range strings.SplitSeq(line, ",") {
			name, params, err := mime.ParseMediaType(element) // lower-cases the names
			if err != nil {
				continue
			}
			w := weighted{name: name, version: params["version"], q: 1}
			if s, ok := params["q"]; ok {
				w.q, err = strconv.ParseFloat(s, 64)
			}
			if err == nil && w.q >= 0 && w.q <= 1 {
				list = append(list, w)
			}
		}
	}
	return list
}

// weigh returns the weight of the most specific element that match ranks above
// zero, and that rank; of two with the same rank, the heavier.
func weigh(list []weighted, match func(weighted) int) (q float64, rank int) {
	for _, w := range list {
		if r := match(w); r > rank || r == rank && r > 0 && w.q > q {
			q, rank = w.q, r
		}
	}
	return q, rank
}

// matcher ranks media ranges for one content type: a full type over type/*
// over */*. An element that asks for a version this package does not write
// does not match; without a version it means the one that is written.
func matcher(kind, subtype, version string) func(weighted) int {
	return func(w weighted) int {
		switch {
		case w.name == kind+"/"+subtype && w.version == version:
			return 4
		case w.name == kind+"/"+subtype && w.version == "":
			return 3
		case w.name == kind+"/*":
			return 2
		case w.name == "*/*":
			return 1
		}
		return 0
	}
}

// wantsOpenMetrics picks the format. OpenMetrics is for clients that weigh it
// above text, or the same and ask for it by name; everyone else, a client whose
// wishes cannot be met included, gets text.
func wantsOpenMetrics(h http.Header) bool {
	list := elements(h, "Accept")
	qOpen, rank := weigh(list, matcher("application", "openmetrics-text", "1.0.0"))
	qText, _ := weigh(list, matcher("text", "plain", "0.0.4"))
	return qOpen > qText || qOpen == qText && qOpen > 0 && rank >= 3
}

// wantsGzip reports whether the client would rather have gzip than not.
func wantsGzip(h http.Header) bool {
	list := elements(h, "Accept-Encoding")
	coding := func(names ...string) func(weighted) int {
		return func(w weighted) int {
			for _, name := range names {
				if w.name == name {
					return 2
				}
			}
			if w.name == "*" {
				return 1
			}
			return 0
		}
	}
	zipped, rank := weigh(list, coding("gzip", "x-gzip"))
	plain, _ := weigh(list, coding("identity")) // not listed: still acceptable, at no weight
	return rank > 0 && zipped > 0 && zipped >= plain
}
