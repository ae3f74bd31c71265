package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

var linkTarget = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// sourceOf is where the card's answer comes from: the address or the file of the first link, "" without one. Links
// of cards are relative to their folder.
func sourceOf(c card, cards string) string {
	m := linkTarget.FindStringSubmatch(c.source)
	if m == nil {
		return ""
	}
	if strings.HasPrefix(m[1], "https://") {
		return m[1]
	}
	path, _, _ := strings.Cut(m[1], "#")
	return filepath.Join(cards, filepath.FromSlash(path))
}

// openTarget shows an address or a file with the program that the system has for it.
func openTarget(target string) error {
	command := []string{"xdg-open", target}
	switch runtime.GOOS {
	case "darwin":
		command[0] = "open"
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler", target}
	}
	cmd := exec.Command(command[0], command[1:]...)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("no program opens it (%w)", err)
	}
	go func() { _ = cmd.Wait() }() // it may stay open for as long as the reader likes
	return nil
}
