package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
)

// store is a folder outside the workbook for what is remembered between two runs: results,
// hints given, stubs seen. All of it can be lost without harm.
type store struct {
	dir string // "" when no place can be written: nothing is remembered
}

// openStore picks the user's cache folder, or the system's temporary one when there is none
// or it is read-only. Two checkouts never share a store: its name comes from the root.
func openStore(root string) *store {
	key := fnv.New64a()
	key.Write([]byte(root))
	var bases []string
	if cache, err := os.UserCacheDir(); err == nil {
		bases = append(bases, cache)
	}
	for _, base := range append(bases, os.TempDir()) {
		dir := filepath.Join(base, "observability-workbook", fmt.Sprintf("%016x", key.Sum64()))
		if os.MkdirAll(dir, 0o700) != nil {
			continue
		}
		probe, err := os.CreateTemp(dir, "probe")
		if err != nil {
			continue
		}
		probe.Close()
		os.Remove(probe.Name())
		return &store{dir: dir}
	}
	return &store{}
}

// load reads a remembered value into v and reports whether there was one.
func (s *store) load(name string, v any) bool {
	if s.dir == "" {
		return false
	}
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	return err == nil && json.Unmarshal(data, v) == nil
}

// save remembers v under name. It replaces the old file in one step, so that two runs at the
// same moment never leave half a file.
func (s *store) save(name string, v any) error {
	if s.dir == "" {
		return fmt.Errorf("no folder to remember %s in can be written", name)
	}
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(s.dir, name+"-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(s.dir, name))
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}
