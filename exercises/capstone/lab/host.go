package lab

import (
	"net"
	"net/http"
	"strings"
)

// atHome lets a page that listens on loopback answer to loopback names only. A name of
// somebody else's that points there (DNS rebinding) would let their script press its
// buttons and read its lines.
func atHome(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		here, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
		if ok && here.IP.IsLoopback() && !loopback(r.Host) {
			http.Error(w, "this page answers to loopback names only", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	return host == "localhost" || net.ParseIP(strings.Trim(host, "[]")).IsLoopback()
}
