// Package store remembers small things from one run of a program to the next.
package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
)

// A Folder is for what can be lost without harm. "" remembers nothing.
type Folder string

// Open returns a folder in the user's own cache, never one that others can write to. Its name comes from the
// root, so that two checkouts never share one.
func Open(root string) Folder {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	key := fnv.New64a()
	key.Write([]byte(root))
	dir := filepath.Join(cache, "observability-workbook", fmt.Sprintf("%x", key.Sum(nil)))
	if os.MkdirAll(dir, 0o700) != nil {
		return ""
	}
	return Folder(dir)
}

// Recall reads what Remember wrote; a file that is missing or broken leaves v as it is.
func (s Folder) Recall(name string, v any) {
	if s == "" {
		return
	}
	data, _ := os.ReadFile(filepath.Join(string(s), name))
	_ = json.Unmarshal(data, v)
}

// Remember writes v as JSON.
func (s Folder) Remember(name string, v any) error {
	if s == "" {
		return errors.New("there is no cache folder")
	}
	data, err := json.Marshal(v)
	return errors.Join(err, os.WriteFile(filepath.Join(string(s), name), data, 0o600))
}
