package alerting

import (
	"maps"
	"strings"
	"testing"
)

func TestParseSelector(t *testing.T) {
	for in, want := range map[string]map[string]string{
		`job="api"`:               {"job": "api"},
		`job="api",zone="eu"`:     {"job": "api", "zone": "eu"},
		`job="a\"b,c=\"d",_x1=""`: {"job": `a"b,c="d`, "_x1": ""},
	} {
		if got, err := ParseSelector(in); err != nil || !maps.Equal(got, want) {
			t.Errorf("ParseSelector(%s) = %v, %v, want %v", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		``: "character 1", `job`: "character 1", `job=api`: "character 5", `job="api`: "character 5", `job="api" zone="eu"`: "character 10: want a comma",
		`jo b="api"`: "character 3", `job="a",job="b"`: "character 9: label job twice", `job="a",`: "character 9", `job=~"a"`: "character 5", `="a"`: "empty",
	} {
		if got, err := ParseSelector(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseSelector(%s) = %v, %v, want an error with %q", in, got, err, want)
		}
	}
}

func TestParseFailures(t *testing.T) {
	if label, values, err := ParseFailures("class=5xx|timeout=1"); label != "class" || values != "5xx|timeout=1" || err != nil {
		t.Errorf("ParseFailures = %q, %q, %v, want class, 5xx|timeout=1", label, values, err)
	}
	for in, want := range map[string]string{"5..": "LABEL=REGEX", "code=": "LABEL=REGEX", "=5..": "empty", "co de=5..": "character 3", "code=5(": "from character 6"} {
		if _, _, err := ParseFailures(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseFailures(%q) = %v, want an error with %q", in, err, want)
		}
	}
}

// TestValidate: whatever is no name ends in a rule file that does not load.
func TestValidate(t *testing.T) {
	for _, tt := range []struct {
		sli  SLI
		want string // "" when it is right
	}{
		{SLI{}, ""}, {SLI{Requests: "job:requests_total"}, ""},
		{SLI{Requests: `foo{job="x"}`}, `character 4: '{'`}, {SLI{Requests: "foo bar"}, "character 4"}, {SLI{Requests: "1a"}, "character 1"},
		{SLI{Histogram: "h bucket"}, "character 2"}, {SLI{ErrorLabel: "a:b"}, "character 2"}, {SLI{ErrorValue: "5("}, "missing closing )"},
		{SLI{Selector: map[string]string{"a-b": "x"}}, "character 2"},
	} {
		err := tt.sli.Validate()
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v.Validate() = %v, want %q", tt.sli, err, tt.want)
		}
	}
}

func FuzzParseSelector(f *testing.F) {
	f.Add(`job="api",zone="eu"`)
	f.Fuzz(func(t *testing.T, in string) {
		got, err := ParseSelector(in)
		if sli := (SLI{Selector: got}); err == nil && sli.Validate() != nil {
			t.Errorf("ParseSelector(%q) = %v, which Validate refuses: %v", in, got, sli.Validate())
		}
	})
}
