package handlertest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ParseJSON parses a line of one JSON object into nested maps, numbers as
// float64. Unlike encoding/json it refuses an object that has a key twice:
// slog allows that, but no check logs one, so a handler that repeats an attr
// is at fault.
func ParseJSON(line []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	value, err := decodeValue(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("text behind the JSON object at byte %d", dec.InputOffset())
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("a JSON %T, not an object", value)
	}
	return object, nil
}

// decodeValue reads one value token by token, which is how it sees duplicates.
func decodeValue(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		object := map[string]any{}
		for dec.More() {
			if err := decodeMember(dec, object); err != nil {
				return nil, err
			}
		}
		_, err = dec.Token()
		return object, err
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			element, err := decodeValue(dec)
			if err != nil {
				return nil, err
			}
			list = append(list, element)
		}
		_, err = dec.Token()
		return list, err
	}
	return token, nil
}

// decodeMember reads one key and its value into object.
func decodeMember(dec *json.Decoder, object map[string]any) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	key, ok := token.(string)
	if !ok {
		return fmt.Errorf("a key that is no string at byte %d", dec.InputOffset())
	}
	if _, twice := object[key]; twice {
		return fmt.Errorf("key %.64q twice in one object", key)
	}
	object[key], err = decodeValue(dec)
	return err
}

// ParseText parses a line of key=value pairs as [slog.TextHandler] prints them,
// values as strings. Dots in keys become groups, so it fits only programs whose
// own keys have none; every check here is one.
func ParseText(line []byte) (map[string]any, error) {
	root := map[string]any{}
	rest := string(line)
	for rest != "" {
		key, after, err := textToken(rest, "=")
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(after, "=") {
			return nil, fmt.Errorf("no = behind key %.64q at byte %d", key, len(line)-len(after))
		}
		value, after, err := textToken(after[1:], " ")
		if err != nil {
			return nil, err
		}
		if after != "" && (after[0] != ' ' || len(after) == 1) {
			return nil, fmt.Errorf("no pair behind %.64q at byte %d", value, len(line)-len(after))
		}
		if err := setPath(root, key, value); err != nil {
			return nil, err
		}
		rest = strings.TrimPrefix(after, " ")
	}
	return root, nil
}

// textToken takes a quoted or bare token off the front of s. A bare one ends
// before stop.
func textToken(s, stop string) (token, rest string, err error) {
	if !strings.HasPrefix(s, `"`) {
		n := strings.Index(s, stop)
		if n < 0 {
			n = len(s)
		}
		return s[:n], s[n:], nil
	}
	quoted, err := strconv.QuotedPrefix(s)
	if err != nil {
		return "", "", fmt.Errorf("bad quoting in %.64q", s)
	}
	token, err = strconv.Unquote(quoted)
	return token, s[len(quoted):], err
}

// setPath makes the groups on the way. A key twice, or one that is both a value
// and a group, is an error for the reason given at ParseJSON.
func setPath(m map[string]any, path, value string) error {
	for {
		name, rest, deeper := strings.Cut(path, ".")
		old, exists := m[name]
		if !deeper {
			if exists {
				return fmt.Errorf("key %.64q twice", path)
			}
			m[name] = value
			return nil
		}
		group, isGroup := old.(map[string]any)
		if exists && !isGroup {
			return fmt.Errorf("key %.64q is both a value and a group", name)
		}
		if !exists {
			group = map[string]any{}
			m[name] = group
		}
		m, path = group, rest
	}
}
