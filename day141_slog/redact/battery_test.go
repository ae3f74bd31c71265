package redact_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"workbook/day141_slog/redact"
)

// leak is a way in which a secret reaches a log line. A tool has leaked when
// any of secrets is in its output.
type leak struct {
	class   string // the row of the table in README.md
	name    string
	log     func(l *slog.Logger)
	secrets []string
}

// hunter is the secret of all cases whose secret has no shape of its own. The
// redactor is not told about it. The others have a shape: the card is the
// networks' test number, the signature a SHA-256 in base64, escaped for a URL.
const (
	hunter = "hunter2Zx9"

	jwt  = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
	card = "4242 4242 4242 4242"
	pem  = "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf\n-----END RSA PRIVATE KEY-----"

	signature = "Zm9vYmFy%2BQx7Tn0uV2yB4cD6eF8gH1jK3mN5pR9sU%3D"
)

type login struct {
	User     string
	Password string `json:"pw"`
}

type account struct {
	ID int
	*login
	secret string
}

// resolved resolves to the value in it.
type resolved struct{ v slog.Value }

func (r resolved) LogValue() slog.Value { return r.v }

type pointerValuer struct{ Value string }

func (*pointerValuer) LogValue() slog.Value { return slog.StringValue("hidden") }

type valuerOnly struct{ Value string }

func (valuerOnly) LogValue() slog.Value { return slog.StringValue("hidden") }

type failsToMarshal struct{}

var errFails = errors.New("cannot encode " + hunter)

func (failsToMarshal) MarshalJSON() ([]byte, error) { return nil, errFails }
func (failsToMarshal) MarshalText() ([]byte, error) { return nil, errFails }

type panicsToMarshal struct{}

func (panicsToMarshal) MarshalJSON() ([]byte, error) { panic("cannot encode " + hunter) }
func (panicsToMarshal) MarshalText() ([]byte, error) { panic("cannot encode " + hunter) }

type hidesFromJSON struct{ Password string }

func (hidesFromJSON) MarshalJSON() ([]byte, error) { return []byte(`"hidden"`), nil }

type connection struct{ dsn string }

func (c connection) String() string { return c.dsn }

// battery is every way we know. Each is a line that somebody has written.
func battery() []leak {
	var all []leak
	add := func(class, name string, log func(l *slog.Logger), secrets ...string) {
		if secrets == nil {
			secrets = []string{hunter}
		}
		all = append(all, leak{class, name, log, secrets})
	}
	keyCases(add)
	groupCases(add)
	valueCases(add)
	textCases(add)
	methodCases(add)
	markedCases(add)
	formCases(add)
	return all
}

type adder func(class, name string, log func(l *slog.Logger), secrets ...string)

func keyCases(add adder) {
	attr := func(class, key string) { add(class, "key "+key, func(l *slog.Logger) { l.Info("m", key, hunter) }) }
	attr("exact key", "password")
	for _, key := range []string{"Password", "PASSWORD", "PassWord"} {
		attr("key in another case", key)
	}
	for _, key := range []string{"api_key", "api-key", "apiKey", "X-Api-Key", "user_password", "dbPassword", "password_hash",
		"userpassword", "refresh_token", "sessionToken", "client-secret", "Set-Cookie", "password2", "pass", "aws.secret.access.key"} {
		attr("key with separators and affixes", key)
	}
	add("key with separators and affixes", "pin as a number", func(l *slog.Logger) { l.Info("m", "pin", int64(9931717042)) }, "9931717042")
	add("lost key (!BADKEY)", "a value without a key", func(l *slog.Logger) { l.Info("m", []any{"user", "alice", hunter}...) })
	add("secret as a key", "attr key", func(l *slog.Logger) { l.Info("m", jwt, 1) }, jwt)
	add("secret as a key", "map key", func(l *slog.Logger) { l.Info("m", "seen", map[string]int{jwt: 1}) }, jwt)
}

func groupCases(add adder) {
	const class = "With, Group and WithGroup"
	add(class, "With", func(l *slog.Logger) { l.With("password", hunter).Info("m") })
	add(class, "Group member", func(l *slog.Logger) { l.Info("m", slog.Group("user", "password", hunter)) })
	add(class, "Group named password", func(l *slog.Logger) { l.Info("m", slog.Group("password", "value", hunter)) })
	add(class, "WithGroup named credentials", func(l *slog.Logger) { l.WithGroup("credentials").Info("m", "value", hunter) })
	add(class, "WithGroup, two levels up", func(l *slog.Logger) {
		l.WithGroup("credentials").WithGroup("db").With("value", hunter).Info("m")
	})
	add(class, "Group and key together", func(l *slog.Logger) { l.Info("m", slog.Group("api", "key", hunter)) })
	add(class, "Group of a LogValuer", func(l *slog.Logger) {
		l.Info("m", "user", resolved{slog.GroupValue(slog.String("password", hunter))})
	})
}

func valueCases(add adder) {
	const class = "inside a struct, map or slice"
	value := func(name string, x any) { add(class, name, func(l *slog.Logger) { l.Info("m", "req", x) }) }
	value("struct", struct{ Password string }{hunter})
	value("pointer to a struct", &struct{ Password string }{hunter})
	value("renamed JSON field", login{"alice", hunter})
	value("embedded struct", account{1, &login{"alice", hunter}, ""})
	value("unexported field", account{1, nil, hunter})
	value("map", map[string]string{"password": hunter})
	value("nested map", map[string]any{"a": map[string]any{"b": []any{map[string]any{"Token": hunter}}}})
	value("slice of structs", []login{{"alice", hunter}})
	value("map with keys of an own type", map[headerName]string{"X-Api-Key": hunter})
	value("header map", http.Header{"Authorization": {"Bearer " + hunter}, "Accept": {"*/*"}})
	value("list of arguments", []string{"mysql", "--password", hunter, "-h", "db"})
	value("url.Values", url.Values{"access_token": {hunter}})
	value("array of maps", [1]map[string]string{{"secret": hunter}})
	value("interface in a struct", struct{ In any }{map[string]any{"cvv2": hunter}})
	value("list of names and values", []map[string]string{{"name": "password", "value": hunter}})
	value("json.RawMessage", json.RawMessage(`{"user":"alice","password":"`+hunter+`"}`))
	value("bytes of JSON", []byte(`{"password":"`+hunter+`"}`))
	value("pointer in a pointer", func() any { p := &login{"alice", hunter}; return &p }())
}

type headerName string

func textCases(add adder) {
	const shape = "text with a shape of its own"
	text := func(class, name, s string, secrets ...string) {
		add(class, name, func(l *slog.Logger) { l.Info("m", "note", s) }, secrets...)
		add(class, name+" in the message", func(l *slog.Logger) { l.Info("got " + s) }, secrets...)
		add(class, name+" in an error", func(l *slog.Logger) {
			l.Info("m", "err", fmt.Errorf("call failed: %w", errors.New(s)))
		}, secrets...)
	}
	text(shape, "bearer token", "Authorization: Bearer "+hunter)
	text(shape, "bearer token alone", "bearer "+hunter)
	text(shape, "JWT", "id "+jwt, jwt, strings.Split(jwt, ".")[1])
	text(shape, "card number", "paid with "+card+" today", card)
	text(shape, "private key", pem, "MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf")
	text(shape, "vendor key", "use ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789abcdefghijABCDEFGHIJ012345")
	const named = "text with a name before the secret"
	text(named, "URL userinfo", "postgres://app:"+hunter+"@db:5432/orders")
	text(named, "userinfo with an @", "amqp://app:p@"+hunter+"@mq/", hunter)
	text(named, "query parameter", "GET /cb?state=7&access_token="+hunter+"&x=1")
	text(named, "signed URL", "GET /c/b?sv=2024-11-04&sr=b&sp=r&sig="+signature, signature, signature[:20])
	text(named, "nested URL", "/login?next=/cb?token="+hunter)
	text(named, "MySQL DSN", "app:"+hunter+"@tcp(db:3306)/orders")
	text(named, "keyword DSN", "host=db user=app password="+hunter+" sslmode=off")
	text(named, "quoted keyword", `password="`+hunter+` with more"`, hunter, "with more")
	text(named, "JSON in a string", `{"user":"alice","password":"`+hunter+`"}`)
	add(named, "JSON in a string, the name escaped", func(l *slog.Logger) { l.Info("m", "body", `{"pass\u0077ord":"`+hunter+`"}`) })
	text(named, "JSON behind a word", `body: {"password": "`+hunter+`", "user": 1}`)
	text(named, "escaped JSON", `"{\"password\":\"`+hunter+`\"}"`)
	text(named, "nested object in JSON", `{"credentials":{"a":["`+hunter+`"]}}`)
	text(named, "element", "<login><password>"+hunter+"</password></login>")
	text(named, "flag", "exec mysql --password "+hunter+" -h db")
	text(named, "prose", "wrong password: "+hunter)
	text(named, "cookie header", "Cookie: theme=dark; sid="+hunter)
}

func markedCases(add adder) {
	keys := markedKeys()
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		add("key that its maker marks", name, func(l *slog.Logger) { l.Info("m", "note", "got "+keys[name]) }, tail(keys[name]))
	}
}

// formCases are values without quotes, with what ends a value in another form.
func formCases(add adder) {
	for _, f := range forms() {
		secret := "Tr0ub4dor,Ex)tra}qzhx"
		add("value without quotes", f.name, func(l *slog.Logger) { l.Info("m", "note", f.before+secret+f.after) }, "qzhx")
	}
}

func methodCases(add adder) {
	const class = "methods: LogValue, String, Marshal"
	value := func(name string, x any) { add(class, name, func(l *slog.Logger) { l.Info("m", "req", x) }) }
	value("LogValue on a pointer, given a value", pointerValuer{hunter})
	value("LogValue inside a struct", struct{ V valuerOnly }{valuerOnly{hunter}})
	value("LogValue inside a slice", []any{valuerOnly{hunter}})
	value("Secret as a map key", map[redact.Secret]int{hunter: 1})
	value("MarshalJSON that hides what text prints", hidesFromJSON{hunter})
	value("Marshal error", failsToMarshal{})
	value("Marshal panic", panicsToMarshal{})
	value("Stringer", connection{"postgres://app:" + hunter + "@db/orders"})
	u, _ := url.Parse("https://app:" + hunter + "@example.com/cb?token=" + hunter)
	value("url.URL", u)
	value("url.Error", &url.Error{Op: "Get", URL: u.String(), Err: errors.New("timeout")})
	value("joined errors", errors.Join(errors.New("first"), fmt.Errorf("dial %s", u)))
}
