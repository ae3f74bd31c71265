package main

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// markdownFiles returns every .md file of the tree, with its text, by its path
// from root. Dot folders are left out.
func markdownFiles(t *testing.T, root string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && len(d.Name()) > 2 && d.Name()[0] == '.' {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".md" {
			return nil
		}
		text, err := os.ReadFile(path)
		rel, relErr := filepath.Rel(root, path)
		if err != nil || relErr != nil {
			return err
		}
		files[filepath.ToSlash(rel)] = strings.ReplaceAll(string(text), "\r\n", "\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	fencedBlock  = regexp.MustCompile("(?ms)^```.*?^```")
	inlineCode   = regexp.MustCompile("`[^`\n]+`")
	markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	imageSource  = regexp.MustCompile(`<img src="([^"]+)"`)
	heading      = regexp.MustCompile(`(?m)^#{1,6} +(.+)$`)
	notInAnchor  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	repoPath     = regexp.MustCompile("`((?:day14\\d_\\w+|exercises|journal)/[\\w./-]*\\w)/?`")
)

// anchor is how the usual renderers turn a heading into a fragment.
func anchor(title string) string {
	title = notInAnchor.ReplaceAllString(strings.ToLower(title), "")
	return strings.ReplaceAll(title, " ", "-")
}

// badLinks returns what is wrong with the links of one file, as "target: why".
func badLinks(root, file string, files map[string]string) []string {
	var bad []string
	prose := inlineCode.ReplaceAllString(fencedBlock.ReplaceAllString(files[file], ""), "")
	targets := markdownLink.FindAllStringSubmatch(prose, -1)
	for _, m := range append(targets, imageSource.FindAllStringSubmatch(prose, -1)...) {
		u, err := url.Parse(m[1])
		switch {
		case err != nil:
			bad = append(bad, m[1]+": "+err.Error())
			continue
		case u.Scheme == "https" && u.Host != "":
			continue
		case u.Scheme != "":
			bad = append(bad, m[1]+": neither https nor a path of this repository")
			continue
		}
		target := file
		if u.Path != "" {
			target = filepath.ToSlash(filepath.Join(filepath.Dir(file), u.Path))
		}
		if _, err := os.Stat(filepath.Join(root, target)); err != nil {
			bad = append(bad, m[1]+": no such file")
		} else if u.Fragment != "" && strings.HasSuffix(target, ".md") && !hasAnchor(files[target], u.Fragment) {
			bad = append(bad, m[1]+": no such heading")
		}
	}
	return bad
}

func hasAnchor(text, fragment string) bool {
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		if anchor(m[1]) == fragment {
			return true
		}
	}
	return false
}

// badPaths returns the repository paths that a file names in `code` and that
// are not there.
func badPaths(root, file string, files map[string]string) []string {
	var bad []string
	for _, m := range repoPath.FindAllStringSubmatch(files[file], -1) {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(m[1]))); err != nil {
			bad = append(bad, m[1])
		}
	}
	return bad
}

func TestLinksResolve(t *testing.T) {
	const root = ".."
	files := markdownFiles(t, root)
	for file := range files {
		for _, bad := range badLinks(root, file, files) {
			t.Errorf("%s: link %s", file, bad)
		}
		for _, bad := range badPaths(root, file, files) {
			t.Errorf("%s: names `%s`, which is not there", file, bad)
		}
	}
}

// The checks find what they look for.
func TestBrokenLinksAreFound(t *testing.T) {
	root := t.TempDir()
	text := "# Top\n\n[here](there.md#a-b) [lost](gone.md) [head](there.md#none) [self](#top) [plain](http://example.com) `[code](gone.md)`\n<img src=\"gone.svg\" alt=\"\">\n" +
		"\n```\n[fenced](gone.md)\n```\n\n`journal/gone.md` `exercises/day141_slog/gone/`\n"
	for name, text := range map[string]string{"README.md": text, "there.md": "## A, B!\n"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files := markdownFiles(t, root)
	got := strings.Join(append(badLinks(root, "README.md", files), badPaths(root, "README.md", files)...), "\n")
	want := "gone.md: no such file\nthere.md#none: no such heading\nhttp://example.com: neither https nor a path of this repository\ngone.svg: no such file\njournal/gone.md\nexercises/day141_slog/gone"
	if got != want {
		t.Errorf("broken links: got\n%s\nwant\n%s", got, want)
	}
}
