package dashboard

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// browser drives a headless Chromium over the DevTools protocol: JSON messages in
// WebSocket text frames, of which this client knows just enough.
type browser struct {
	t      *testing.T
	conn   net.Conn
	in     *bufio.Reader
	id     int
	errors []string // what the console reported as an error
}

// openBrowser starts Chromium and connects to a blank page.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	path := program(t, "chromium")
	dir, err := os.MkdirTemp("", "chromium")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after its end, which its children outlive for a moment
		eventually(t, 10*time.Second, "the profile is removed", func() bool { return os.RemoveAll(dir) == nil })
	})
	startProgram(t, path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+dir, "--remote-debugging-port=0", "about:blank")
	var port string
	eventually(t, 60*time.Second, "Chromium listens", func() bool {
		text, err := os.ReadFile(filepath.Join(dir, "DevToolsActivePort"))
		port, _, _ = strings.Cut(string(text), "\n")
		return err == nil && port != ""
	})
	var pages []struct{ Type, WebSocketDebuggerURL string }
	eventually(t, 30*time.Second, "Chromium has a page", func() bool {
		query(t, "http://127.0.0.1:"+port+"/json/list", &pages)
		return len(pages) > 0 && pages[0].Type == "page"
	})
	b := &browser{t: t}
	b.connect(pages[0].WebSocketDebuggerURL)
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		b.call(domain+".enable", nil)
	}
	return b
}

func (b *browser) connect(address string) {
	b.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}
	b.conn, err = net.Dial("tcp", u.Host)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { b.conn.Close() })
	b.conn.SetDeadline(time.Now().Add(2 * time.Minute))
	key := make([]byte, 16)
	rand.Read(key)
	io.WriteString(b.conn, "GET "+u.Path+" HTTP/1.1\r\nHost: "+u.Host+"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "+
		base64.StdEncoding.EncodeToString(key)+"\r\n\r\n")
	b.in = bufio.NewReader(b.conn)
	resp, err := http.ReadResponse(b.in, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		b.t.Fatalf("WebSocket handshake: %v, %v", resp, err)
	}
}

// send writes one masked text frame, as clients must.
func (b *browser) send(text []byte) {
	frame := []byte{0x81, 0x80 | 127}
	frame = binary.BigEndian.AppendUint64(frame, uint64(len(text)))
	frame = append(frame, 0, 0, 0, 0) // a mask of zeros leaves the text as it is
	if _, err := b.conn.Write(append(frame, text...)); err != nil {
		b.t.Fatal(err)
	}
}

// receive reads one message, over as many frames as it has.
func (b *browser) receive() []byte {
	b.t.Helper()
	var text []byte
	for {
		var head [2]byte
		if _, err := io.ReadFull(b.in, head[:]); err != nil {
			b.t.Fatal("reading from Chromium: ", err)
		}
		size := uint64(head[1] & 0x7f)
		if extra := map[uint64]int{126: 2, 127: 8}[size]; extra > 0 {
			var wide [8]byte
			io.ReadFull(b.in, wide[8-extra:])
			size = binary.BigEndian.Uint64(wide[:])
		}
		part := make([]byte, size)
		if _, err := io.ReadFull(b.in, part); err != nil {
			b.t.Fatal("reading from Chromium: ", err)
		}
		text = append(text, part...)
		if head[0]&0x80 != 0 {
			return text
		}
	}
}

// call runs one method and returns its result; console errors on the way are kept.
func (b *browser) call(method string, params any) json.RawMessage {
	b.t.Helper()
	b.id++
	text, err := json.Marshal(map[string]any{"id": b.id, "method": method, "params": params})
	if err != nil {
		b.t.Fatal(err)
	}
	b.send(text)
	for {
		var m struct {
			ID             int
			Method         string
			Result, Params json.RawMessage
			Error          any
		}
		raw := b.receive()
		if err := json.Unmarshal(raw, &m); err != nil {
			b.t.Fatal(err)
		}
		switch {
		case m.ID == b.id && m.Error != nil:
			b.t.Fatalf("%s: %v", method, m.Error)
		case m.ID == b.id:
			return m.Result
		}
		isError := m.Method == "Runtime.exceptionThrown" || m.Method == "Runtime.consoleAPICalled" ||
			m.Method == "Log.entryAdded" && !strings.Contains(string(m.Params), `"level":"verbose"`)
		if isError {
			b.errors = append(b.errors, string(m.Params))
		}
	}
}

// eval returns the value of an expression, awaiting it if it is a promise.
func (b *browser) eval(expr string) any {
	b.t.Helper()
	var r struct {
		Result           struct{ Value any }
		ExceptionDetails any
	}
	raw := b.call("Runtime.evaluate", map[string]any{"expression": expr, "awaitPromise": true, "returnByValue": true})
	if err := json.Unmarshal(raw, &r); err != nil || r.ExceptionDetails != nil {
		b.t.Fatalf("evaluating %s: %v %v", expr, err, r.ExceptionDetails)
	}
	return r.Result.Value
}

// open loads a page at a width, dark or light, and waits until it is there.
func (b *browser) open(address string, width int, scheme string) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []any{map[string]string{"name": "prefers-color-scheme", "value": scheme}}})
	b.call("Page.navigate", map[string]any{"url": address})
	eventually(b.t, 20*time.Second, "the page is loaded", func() bool {
		return b.eval("document.readyState === 'complete' && location.href !== 'about:blank'") == true
	})
}

// shot saves a screenshot of the whole page when WORKBOOK_SHOTS names a directory.
func (b *browser) shot(name string) {
	dir := os.Getenv("WORKBOOK_SHOTS")
	if dir == "" {
		return
	}
	var r struct{ Data []byte }
	if err := json.Unmarshal(b.call("Page.captureScreenshot", map[string]any{"captureBeyondViewport": true}), &r); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), r.Data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
