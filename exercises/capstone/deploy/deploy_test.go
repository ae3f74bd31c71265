// Package deploy holds the files for running the capstone elsewhere. Its tests
// hold them to what the program does.
package deploy

import (
	"context"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

func nothing(context.Context) error { return nil }

// file returns the text of one of the files.
func file(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\r\n", "\n")
}

// number returns what pattern finds first in text.
func number(t *testing.T, text, pattern string) int {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("nothing matches %s", pattern)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The drain fits into the time that Kubernetes gives, by day 144's arithmetic.
func TestDrainFitsTheGracePeriod(t *testing.T) {
	text := file(t, "kubernetes.yaml")
	_, readiness, _ := strings.Cut(text, "readinessProbe:")
	seconds := func(n int) time.Duration { return time.Duration(n) * time.Second }
	pod := healthcheck.Pod{
		Period:      seconds(number(t, readiness, `periodSeconds: (\d+)`)),
		Failures:    number(t, readiness, `failureThreshold: (\d+)`),
		Timeout:     seconds(number(t, readiness, `timeoutSeconds: (\d+)`)),
		Termination: seconds(number(t, text, `terminationGracePeriodSeconds: (\d+)`)),
	}
	plan := healthcheck.Plan{
		Notice: seconds(number(t, text, `-notice=(\d+)s`)),
		Grace:  seconds(number(t, text, `-grace=(\d+)s`)),
		Admin:  &http.Server{}, AdminListener: &net.TCPListener{},
	}
	// The steps of a copy with a Redis and a collector; see process.go.
	for _, name := range []string{"worker", "receipts", "payments", "hand back", "telemetry"} {
		plan.After = append(plan.After, healthcheck.Step{Name: name, Func: nothing})
	}
	plan.Close = []healthcheck.Step{{Name: "redis", Func: nothing}}
	if err := healthcheck.Budget(plan, pod); err != nil {
		t.Errorf("Budget(%+v, %+v) = %v, want nil", plan, pod, err)
	}
	pod.Termination = seconds(30) // the default
	if err := healthcheck.Budget(plan, pod); err == nil {
		t.Error("the default of 30s would do: then the file need not say more")
	}
}

// Every line of the three files stands in the README, which explains it.
func TestEveryLineIsExplained(t *testing.T) {
	readme := strings.ReplaceAll(file(t, "../README.md"), "\r\n", "\n")
	for _, name := range []string{"prometheus.yml", "collector.yaml", "kubernetes.yaml"} {
		for line := range strings.Lines(file(t, name)) {
			key, _, _ := strings.Cut(strings.TrimLeft(strings.TrimSpace(line), "- {"), ":")
			key = strings.Trim(key, `"`)
			if key == "" || strings.HasPrefix(key, "#") {
				continue
			}
			key, _, _ = strings.Cut(key, "=")
			if !strings.Contains(readme, key) {
				t.Errorf("README.md explains no %q of %s", key, name)
			}
		}
	}
}
