package redact_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"workbook/day141_slog/redact"
)

func TestSecretHides(t *testing.T) {
	s := redact.Secret(hunter)
	in := struct {
		S redact.Secret
		P *redact.Secret
		M map[string]redact.Secret
	}{s, &s, map[string]redact.Secret{"k": s}}
	marshal := func(b []byte, err error) string { return fmt.Sprint(string(b), err) }
	prints := map[string]string{
		"json": marshal(json.Marshal(in)),
		"xml":  marshal(xml.Marshal(struct{ S redact.Secret }{s})),
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%U", "%10.3s"} {
		prints["value "+verb] = fmt.Sprintf(verb, s)
		prints["struct "+verb] = fmt.Sprintf(verb, in)
	}
	for _, f := range formats() {
		var out bytes.Buffer
		slog.New(f.newHandler(&out, nil)).With("a", s).Info("m", "b", s, "c", &s, "d", in)
		prints["slog "+f.name] = out.String()
	}
	hex := fmt.Sprintf("%x", hunter)
	for name, got := range prints {
		if lower := strings.ToLower(got); strings.Contains(got, hunter) || strings.Contains(lower, hex) {
			t.Errorf("%s\n got: %s\nwant: no secret", name, got)
		}
	}
	if got := string(s); got != hunter {
		t.Errorf("string(Secret)\n got: %q\nwant: %q", got, hunter)
	}
	want := `{"S":"[REDACTED]","P":"[REDACTED]","M":{"k":"[REDACTED]"}}<nil>`
	if got := strings.ReplaceAll(prints["json"], " ", ""); got != want {
		t.Errorf("json.Marshal\n got: %s\nwant: %s", got, want)
	}
}
