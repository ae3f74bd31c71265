package healthcheck

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// maxName is the length of the longest name of a check, in bytes.
const maxName = 64

// validate refuses what could never work, before and after the defaults.
func (c Check) validate() error {
	switch {
	case c.Name == "":
		return fmt.Errorf("the name is empty")
	case len(c.Name) > maxName:
		return fmt.Errorf("the name %.64q is longer than %d bytes", c.Name, maxName)
	case !printable(c.Name):
		return fmt.Errorf("the name %.64q is not printable UTF-8", c.Name)
	case c.Func == nil:
		return fmt.Errorf("%q has no Func", c.Name)
	case c.Timeout < 0 || c.Every < 0 || c.MaxAge < 0 || c.Fails < 0 || c.Passes < 0:
		return fmt.Errorf("%q has a negative duration or threshold", c.Name)
	}
	d := c.withDefaults()
	switch {
	case d.Timeout > d.Every:
		return fmt.Errorf("%q: timeout %v is longer than every %v", c.Name, d.Timeout, d.Every)
	case d.MaxAge < d.Every:
		return fmt.Errorf("%q: max age %v is shorter than every %v: it would turn stale between two passes",
			c.Name, d.MaxAge, d.Every)
	}
	return nil
}

func printable(s string) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return utf8.ValidString(s)
}
