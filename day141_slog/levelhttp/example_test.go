package levelhttp_test

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"

	"workbook/day141_slog/levelhttp"
)

func ExampleHandler() {
	var level slog.LevelVar
	admin := levelhttp.Handler(&level)
	for _, body := range []string{`{"level":"debug"}`, `{"level":"loud"}`} {
		w := httptest.NewRecorder()
		admin.ServeHTTP(w, httptest.NewRequest("PUT", "/loglevel", strings.NewReader(body)))
		fmt.Print(w.Code, " ", w.Body)
	}
	// Output:
	// 200 {"level":"DEBUG"}
	// 400 unknown level "loud": want DEBUG, INFO, WARN or ERROR, with an offset such as +2 if need be
}
