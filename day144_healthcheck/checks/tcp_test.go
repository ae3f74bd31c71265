package checks_test

import (
	"context"
	"net"
	"testing"

	"workbook/day144_healthcheck/checks"
)

// TestTCPProvesOnlyTheKernel pins the limit too: nobody calls Accept here.
func TestTCPProvesOnlyTheKernel(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	check := checks.TCP(l.Addr().String())
	if err := check(t.Context()); err != nil {
		t.Errorf("TCP of a listener that nobody serves: got %v, want nil", err)
	}
	l.Close()
	if err := check(t.Context()); err == nil {
		t.Errorf("TCP of a closed port: got nil, want an error")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := check(ended); err == nil {
		t.Errorf("TCP under a context that is done: got nil, want an error")
	}
}
