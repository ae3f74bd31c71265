package healthcheck // inside: these tests render a page from facts

import (
	"strings"
	"testing"
)

// TestSnapshotIsImmutable: a request with ?exclude= reads the facts of a
// snapshot long after the probe has gone on to others.
func TestSnapshotIsImmutable(t *testing.T) {
	f := facts{views: []view{{name: "db", health: passing}}, started: true}
	s := render(f)
	f.views[0].health = failing
	if got, want := string(renderPage(s.facts, readiness).verbose.bytes), "ready\n[+] db ok\n"; got != want {
		t.Errorf("a snapshot after a change: got %q, want %q", got, want)
	}
	s.facts.excluding([]string{"db"})
	if got := string(renderPage(s.facts, readiness).verbose.bytes); strings.Contains(got, "excluded") {
		t.Errorf("a snapshot after a request that excludes: got %q, want it untouched", got)
	}
}
