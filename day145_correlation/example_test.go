package correlation_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"

	correlation "workbook/day145_correlation"
)

// withoutTime makes the output of an example the same every time.
func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey && len(groups) == 0 {
		return slog.Attr{}
	}
	return a
}

// Three lines make a service correlate: the handler, the middleware, the
// transport.
func Example() {
	log := slog.New(correlation.NewHandler(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: withoutTime})))
	client := &http.Client{Transport: correlation.Transport(nil)}

	payments := httptest.NewServer(correlation.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.InfoContext(r.Context(), "charged", "service", "payments")
	})))
	defer payments.Close()
	orders := httptest.NewServer(correlation.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.InfoContext(r.Context(), "order received", "service", "orders")
		out, err := http.NewRequestWithContext(r.Context(), "POST", payments.URL, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		resp, err := client.Do(out)
		if err != nil {
			fmt.Println(err)
			return
		}
		resp.Body.Close()
	})))
	defer orders.Close()

	r, err := http.NewRequest("POST", orders.URL, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	r.Header.Set("X-Request-ID", "A1")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()
	fmt.Println("answer has", resp.Header.Get("X-Request-ID"))
	// Output:
	// level=INFO msg="order received" service=orders request_id=A1
	// level=INFO msg=charged service=payments request_id=A1
	// answer has A1
}

// A source is any function from a context to attributes. Here a job's name
// joins the request's id.
func ExampleNewHandler_sources() {
	type jobKey struct{}
	job := func(ctx context.Context) []slog.Attr {
		if name, ok := ctx.Value(jobKey{}).(string); ok {
			return []slog.Attr{slog.String("job", name)}
		}
		return nil
	}
	text := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: withoutTime})
	log := slog.New(correlation.NewHandler(text, correlation.Attrs, job)).With("service", "orders").WithGroup("db")

	ctx := context.WithValue(correlation.NewContext(context.Background(), "A1"), jobKey{}, "nightly")
	log.InfoContext(ctx, "query", "rows", 3)
	log.Info("start-up", "rows", 0)
	// Output:
	// level=INFO msg=query service=orders request_id=A1 job=nightly db.rows=3
	// level=INFO msg=start-up service=orders db.rows=0
}

// Where the public comes in, the client's id is kept, and never used as one's
// own.
func ExampleMiddleware_atEdge() {
	h := correlation.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, _ := correlation.FromContext(r.Context())
		theirs, _ := correlation.Inbound(r.Context())
		fmt.Println(len(id), theirs)
	}), correlation.Options{AtEdge: true})

	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Request-ID", "chosen-by-the-client")
	h.ServeHTTP(httptest.NewRecorder(), r)
	// Output:
	// 26 chosen-by-the-client
}

func ExampleValid() {
	fmt.Println(correlation.Valid("4QZB7KTRMN2WVXC5DAYE3HJPLS"), correlation.Valid("4QZB\nlevel=ERROR"))
	// Output:
	// true false
}
