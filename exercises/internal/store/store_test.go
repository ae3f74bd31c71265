package store_test

import (
	"os"
	"strings"
	"testing"

	"workbook/exercises/internal/store"
)

// Others can write to the folder for temporary files, and so prepare what the runner would read there.
func TestStoreIsTheUsersOwn(t *testing.T) {
	blocked := t.TempDir() + "/file"
	if err := os.WriteFile(blocked, []byte("a file where the cache folder should be, so that nothing can be made in it"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{blocked, ""} {
		for _, name := range []string{"XDG_CACHE_HOME", "LocalAppData", "HOME"} {
			t.Setenv(name, value)
		}
		s := store.Open("/one")
		if s != "" {
			t.Errorf("Open with the cache folder %q: got %q, want none", value, s)
		}
		if err := s.Remember("x", 1); err == nil {
			t.Error("remember without a folder: no error, want one")
		}
		got := 2
		s.Recall("x", &got)
		if got != 2 {
			t.Errorf("recall without a folder: got %d, want 2 as before", got)
		}
	}
	cache := t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "LocalAppData", "HOME"} {
		t.Setenv(name, cache)
	}
	if one, two := store.Open("/one"), store.Open("/two"); one == two || !strings.HasPrefix(string(one), cache) {
		t.Errorf("Open: got %q and %q, want a folder for each checkout below %q", one, two, cache)
	}
}
