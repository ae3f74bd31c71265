package redact_test

import (
	"log/slog"
	"strings"
	"testing"

	"workbook/day141_slog/redact"
)

// made returns n bytes that look like what a machine makes, from the letters of
// alphabet. The texts here are put together when the test runs, so that no scanner
// takes one for a real key.
func made(n int, alphabet string) string {
	var b strings.Builder
	for i := range n {
		b.WriteByte(alphabet[(i*i*7+i*11+3)%len(alphabet)])
	}
	return b.String()
}

const (
	alnum  = "q7Zt0aXv3KcW9pLfRm5JhY2eDsUbG8nTgB6wEuHr4NyCkVj1MxAiPzSdQoFl"
	lower  = "q7t0xv3c9pf5h2ekd8n6wu4rjz1mag"
	upper  = "Q7T0XV3C9PF5H2EKD8N6WU4RJZ1MAG"
	hexes  = "7a0f3c9e5b2d8164"
	digits = "7309512846"
)

// markedKeys are keys that their makers document as recognisable, by name.
func markedKeys() map[string]string {
	uuid := strings.Join([]string{made(8, hexes), made(4, hexes), made(4, hexes), made(4, hexes), made(12, hexes)}, "-")
	return map[string]string{
		"GitHub, personal": "ghp_" + made(36, alnum), "GitHub, OAuth": "gho_" + made(36, alnum), "GitHub, app": "ghs_" + made(36, alnum),
		"GitHub, fine-grained": "github_pat_" + made(22, alnum) + "_" + made(59, alnum), "GitLab": "glpat-" + made(20, alnum),
		"GitLab, runner": "glrt-" + made(20, alnum), "Atlassian": "ATATT3x" + made(180, alnum) + "=" + made(8, upper),
		"npm": "npm_" + made(36, alnum), "PyPI": "pypi-AgEIcHlwaS5vcmc" + made(70, alnum), "RubyGems": "rubygems_" + made(48, hexes),
		"NuGet": "oy2" + made(43, lower), "Docker Hub": "dckr_pat_" + made(27, alnum), "Artifactory": "AKCp" + made(69, alnum),
		"Linear": "lin_api_" + made(40, alnum), "Sourcegraph": "sgp_" + made(40, hexes),
		"AWS": "AKIA" + made(16, upper), "AWS, temporary": "ASIA" + made(16, upper), "AWS, marketplace": "amzn.mws." + uuid,
		"Google, API": "AIza" + made(35, alnum), "Google, OAuth access": "ya29." + made(60, alnum), "Google, OAuth client": "GOCSPX-" + made(28, alnum),
		"Google, OAuth refresh": "1//0" + made(60, alnum), "DigitalOcean": "dop_v1_" + made(64, hexes), "Databricks": "dapi" + made(32, hexes),
		"Heroku": "HRKU-" + uuid, "Fly": "fm2_" + made(60, alnum) + "/" + made(20, alnum) + "==", "Tailscale": "tskey-auth-" + made(12, alnum) + "-" + made(32, alnum),
		"Pulumi": "pul-" + made(40, hexes), "Vault": "hvs." + made(90, alnum), "Doppler": "dp.pt." + made(43, alnum),
		"PlanetScale": "pscale_tkn_" + made(43, alnum), "Supabase": "sbp_" + made(40, hexes), "1Password": "ops_eyJ" + made(120, alnum),
		"age": "AGE-SECRET-KEY-1" + made(58, upper), "Yandex": "AQVN" + made(35, alnum),
		"OpenAI": "sk-proj-" + made(48, alnum) + "T3BlbkFJ" + made(48, alnum), "OpenAI, legacy": "sk-" + made(48, alnum),
		"Anthropic": "sk-ant-api03-" + made(93, alnum) + "AA", "OpenRouter": "sk-or-v1-" + made(64, hexes), "Hugging Face": "hf_" + made(34, alnum),
		"Groq": "gsk_" + made(52, alnum), "Replicate": "r8_" + made(37, alnum), "xAI": "xai-" + made(80, alnum), "Perplexity": "pplx-" + made(48, alnum),
		"NVIDIA": "nvapi-" + made(64, alnum), "LangSmith": "lsv2_pt_" + made(32, hexes) + "_" + made(10, hexes),
		"Slack, bot": "xoxb-" + made(12, digits) + "-" + made(12, digits) + "-" + made(24, alnum), "Slack, app": "xapp-1-A0" + made(9, upper) + "-" + made(64, hexes),
		"Slack, user": "xoxp-" + made(12, digits) + "-" + made(32, hexes), "SendGrid": "SG." + made(22, alnum) + "." + made(43, alnum),
		"Brevo": "xkeysib-" + made(64, hexes) + "-" + made(16, alnum), "Mailgun": "key-" + made(32, hexes), "Mailchimp": made(32, hexes) + "-us12",
		"Resend": "re_" + made(8, alnum) + "_" + made(24, alnum), "Twilio": "SK" + made(32, hexes),
		"Discord, bot":  "MTk4NjIyNDgzNDcxOTI1MjQ4" + "." + made(6, alnum) + "." + made(38, alnum),
		"Telegram, bot": made(10, digits) + ":AA" + made(33, alnum),
		"Stripe":        "sk_live_" + made(24, alnum), "Stripe, test": "sk_test_" + made(24, alnum), "Stripe, restricted": "rk_live_" + made(24, alnum),
		"Stripe, webhook": "whsec_" + made(32, alnum), "Square": "sq0atp-" + made(22, alnum), "Square, access": "EAAA" + made(60, alnum),
		"Facebook": "EAACEdEose0cBA" + made(150, alnum), "Shopify": "shpat_" + made(32, hexes), "Plaid": "access-production-" + uuid,
		"Razorpay": "rzp_live_" + made(14, alnum), "Shippo": "shippo_live_" + made(40, hexes),
		"Grafana": "glsa_" + made(32, alnum) + "_" + made(8, hexes), "Grafana, legacy": "eyJrIjoi" + made(60, alnum), "New Relic": "NRAK-" + made(27, upper),
		"Sentry": "sntrys_eyJ" + made(100, alnum) + "_" + made(43, alnum), "PostHog": "phx_" + made(43, alnum), "Notion": "ntn_" + made(46, alnum),
		"Figma": "figd_" + made(40, alnum), "Postman": "PMAK-" + made(24, hexes) + "-" + made(34, hexes), "Contentful": "CFPAT-" + made(43, alnum),
		"HubSpot": "pat-na1-" + uuid, "Airtable": "pat" + made(14, alnum) + "." + made(64, hexes), "Typeform": "tfp_" + made(44, alnum),
		"SonarQube": "squ_" + made(40, hexes), "Adafruit": "aio_" + made(28, alnum), "Prefect": "pnu_" + made(36, alnum), "Nostr": "nsec1" + made(58, lower),
		"Azure, application": made(3, alnum) + "8Q~" + made(34, alnum),
		"Slack, webhook":     "https://hooks.slack.com/services/T" + made(8, upper) + "/B" + made(8, upper) + "/" + made(24, alnum),
		"Discord, webhook":   "https://discord.com/api/webhooks/" + made(18, digits) + "/" + made(68, alnum),
		"Teams, webhook":     "https://acme.webhook.office.com/webhookb2/" + uuid + "@" + uuid + "/IncomingWebhook/" + made(32, hexes) + "/" + uuid,
		"Zapier, webhook":    "https://hooks.zapier.com/hooks/catch/" + made(7, digits) + "/" + made(7, lower),
	}
}

// tail is what must not be seen of a marked key: more than half of it.
func tail(key string) string { return key[len(key)-min(12, len(key)/2):] }

// The places in which such a key stands in a log. Its name is never a secret's.
func TestRedactorMarkedKeys(t *testing.T) {
	replace := redact.New(redact.Options{}).ReplaceAttr
	for name, key := range markedKeys() {
		for _, text := range []string{
			key, "use " + key + " for it", "got " + key + ".", `"` + key + `"`, "x=" + key, "(" + key + "), then", "url:" + key + ",b",
			`Post "https://api.example.com/v1/` + key + `/send": EOF`, `{"note":"` + key + `"}`, "a\t" + key + "\nb", "<k>" + key + "</k>",
			`\"` + key + `\"`, "--x " + key + " --y",
		} {
			if strings.HasPrefix(key, "https://") {
				text = strings.ReplaceAll(text, "https://api.example.com/v1/https://", "https://")
			}
			got := replace(nil, slog.String("note", text)).Value.String()
			if strings.Contains(got, tail(key)) {
				t.Errorf("the key of %s\n  in: %s\n got: %s\nwant: no %q", name, text, got, tail(key))
			}
			if again := replace(nil, slog.String("note", got)).Value.String(); again != got {
				t.Errorf("twice\n got: %s\nwant: %s", again, got)
			}
		}
	}
}

// awkward are passwords with what ends a value somewhere else.
var awkward = []string{"Tr0ub4dorExtra,LongPartqzhx", "Abc,d3f)x{y", "abc&d3fghi", "abc'd3fghi", `abc"d3fghi`, "p@ss:w/rd#d3fghi", "a=b=d3fghi",
	"abc;d3fghi", "(abc)d3fghi", "<abc>d3fghi", "[abc]d3fghi", "{abc}d3fghi", "abc|d3fghi", "abc`d3fghi", "$abc%d3fghi", "abc!d3fghi*", "abc?d3fghi+", `abc\d3fghi`}

// form is a way in which a password stands in a text.
type form struct {
	name, before, after string
	without             string // the bytes that a password in this form cannot have
	stays               string // what must still be there
}

func forms() []form {
	return []form{
		{"query", "GET /cb?state=7&password=", "&page=2 HTTP/1.1", "&#", "page=2 HTTP/1.1"},
		{"query, first", `Get "https://x.example/cb?password=`, `&page=2": EOF`, `&#"`, `page=2": EOF`},
		{"query, last", `Get "https://x.example/cb?page=2&password=`, `": context deadline exceeded`, `&#"`, `": context deadline exceeded`},
		{"DSN with spaces", "host=db password=", " user=app sslmode=off", " ", " user=app sslmode=off"},
		{"DSN with spaces, last", "dial host=db user=app password=", "", " ", "dial host=db user=app"},
		{"DSN with spaces, in quotes", `dial "host=db password=`, ` user=app": refused`, ` "`, ` user=app": refused`},
		{"DSN with semicolons", "Server=db;User Id=sa;Password=", ";Encrypt=no", ";", ";Encrypt=no"},
		{"DSN with semicolons, first", "Password=", ";Server=db;User Id=sa", ";", ";Server=db;User Id=sa"},
		{"DSN with semicolons, last", "Server=db;User Id=sa;Password=", "", ";", "Server=db;User Id=sa"},
		{"DSN of JDBC", "jdbc:sqlserver://db:1433;user=sa;password=", ";encrypt=true", ";", ";encrypt=true"},
		{"environment", "DB_PASSWORD=", "", "", ""},
		{"environment, lines", "HOME=/root\nDB_PASSWORD=", "\nPORT=80", "", "\nPORT=80"},
		{"environment, exported", "export DB_PASSWORD=", "\nexport PORT=80", "", "\nexport PORT=80"},
		{"YAML", "user: app\n  password: ", "\nport: 80", "", "\nport: 80"},
		{"YAML, a list", "users:\n  - password: ", "\n    port: 80", "", "\n    port: 80"},
		{"YAML, alone", "password: ", "", "", ""},
		{"header", "X-Api-Key: k1234567", "\nAccept: */*", "", "\nAccept: */*"},
		{"logfmt", `level=info user=app password=`, ` took=3ms`, ` `, ` took=3ms`},
		{"struct of Go", "{User:app Password:", " ID:7}", " [{", " ID:7}"},
		{"map of Go", "map[password:", " user:app]", " [{", " user:app]"},
		{"properties", "db.user = app\ndb.password = ", "\ndb.port = 80", "", "\ndb.port = 80"},
		{"list", "user=app, password=", ", port=80", " ,", ", port=80"},
		{"flag", "exec mysql --password ", " --host db", ` '"` + "`", " --host db"},
		{"flag with =", "exec mysql --password=", " --host db", ` '"` + "`", " --host db"},
		{"flag of Go", "exec app -password ", " -host db", ` '"` + "`", " -host db"},
		{"login of curl", "exec curl -u app:", " https://x.example/", ` '"` + "`", " https://x.example/"},
		{"login of curl, in quotes", `exec: "curl -s --user app:`, ` https://x.example/": exit status 22`, ` '"` + "`", ` https://x.example/": exit`},
		{"login of curl, quoted", `exec curl -u "app:`, `" https://x.example/`, `"`, `" https://x.example/`},
		{"login of another program", "exec fetch -u app:", " https://x.example/", ` '"` + "`", " https://x.example/"},
		{"flag of MySQL", "exec mysql -uroot -p", " -h db orders", ` '"` + "`", " -h db orders"},
		{"flag of sshpass", "exec sshpass -p ", " ssh host", ` '"` + "`", " ssh host"},
		{"Redis configuration", "port 6379\nrequirepass ", "\nmaxmemory 1gb", ` '"` + "`=", "\nmaxmemory 1gb"},
		{"Redis, CONFIG SET", "CONFIG SET masterauth ", "", ` '"` + "`=", "CONFIG SET masterauth "},
		{"Redis, MONITOR", `"CONFIG" "SET" "requirepass" "`, `"`, `"`, `"CONFIG" "SET" "requirepass" "`},
		{"netrc", "machine x.example login app password ", "", ` '"` + "`=", "login app password "},
		{"prose, side by side", "tried password ", " for app", ` '"` + "`=", " for app"},
		{"YAML, below", "user: app\n  password:\n    ", "\n  port: 80", "", "\n  port: 80"},
		{"YAML, below a comment", "password: # rotated\n  ", "\nport: 80", "", "\nport: 80"},
		{"YAML, a list below", "passwords:\n- a\n- ", "\nport: 80", "", "\nport: 80"},
		{"userinfo", "dial postgres://app:", "@db:5432/x: refused", "/?#", "@db:5432/x: refused"},
		{"userinfo in quotes", `parse "amqp://app:`, `@mq/": refused`, "/?#", `@mq/": refused`},
		{"DSN of MySQL", "dial app:", "@tcp(db:3306)/x: refused", "", "@tcp(db:3306)/x: refused"},
		{"element", "<password>", "</password>", "<", "</password>"},
		{"element with an attribute", `<wsse:Password Type="x">`, "</wsse:Password>", "<", "</wsse:Password>"},
		{"statement", "ALTER USER app PASSWORD '", "' VALID UNTIL 'x'", "'", "' VALID UNTIL"},
		{"statement, identified by", "CREATE USER app IDENTIFIED BY '", "';", "'", "';"},
		{"JSON, cut off", `{"user":"app","password":"`, `","page":`, `"\`, `","page":`},
		{"prose", "wrong password: ", "", "", "wrong password: "},
		{"prose with =", "tried password=", "", "", "tried password="},
		{"Redis that does not know AUTH", "ERR unknown command 'AUTH', with args beginning with: '", "' ", "", "ERR unknown command 'AUTH'"},
	}
}

// Each form has an end of its own; what ends a value in another does not end it here.
func TestRedactorForms(t *testing.T) {
	replace := redact.New(redact.Options{}).ReplaceAttr
	for _, tt := range forms() {
		for _, secret := range awkward {
			if strings.ContainsAny(secret, tt.without) {
				continue
			}
			text := tt.before + secret + tt.after
			got := replace(nil, slog.String("note", text)).Value.String()
			if strings.Contains(got, "d3f") || strings.Contains(got, "qzhx") {
				t.Errorf("%s\n  in: %s\n got: %s\nwant: nothing of the password", tt.name, text, got)
			}
			if !strings.Contains(got, tt.stays) {
				t.Errorf("%s\n  in: %s\n got: %s\nwant: %q in it", tt.name, text, got, tt.stays)
			}
			if again := replace(nil, slog.String("note", got)).Value.String(); again != got {
				t.Errorf("%s, twice\n  in: %s\n got: %s\nwant: %s", tt.name, text, again, got)
			}
		}
	}
	for _, text := range []string{"  password: correct horse battery", "password=correct horse battery", "DB_PASSWORD=correct horse battery",
		"PASSPHRASE = correct horse battery", "password: |\n  correct\n  horse battery", "{Password:correct horse battery User:x}",
		"Server=db;Password=correct horse battery;Encrypt=no", "password:    correct horse battery", "password      = correct horse battery",
		"app:correct horse battery@tcp(db:3306)/x", "password:\n  correct\n\n  horse battery\nport: 80", `curl -u "app:correct horse battery" https://x.example`,
		"requirepass battery", "{Name:DB_PASSWORD Value:battery}", "user app insecure-password battery", "machine x.example login app password battery", "curl -uapp:battery https://x.example"} {
		if got := replace(nil, slog.String("note", text)).Value.String(); strings.Contains(got, "horse") || strings.Contains(got, "battery") {
			t.Errorf("a pass phrase\n  in: %s\n got: %s\nwant: nothing of it", text, got)
		}
	}
}

// Lines of tools, drivers and configurations, with a password that ends in tX9.
func TestRedactorLines(t *testing.T) {
	replace := redact.New(redact.Options{}).ReplaceAttr
	for _, line := range []string{
		`mysql://root:S3cr!tX9@tcp(db:3306)/x`, `sqlserver://sa:S3cr,tX9@db:1433?database=x`,
		`Data Source=db;Initial Catalog=x;User ID=sa;Password="S3cr;tX9";Encrypt=no`,
		`postgresql://db/x?user=app&password=S3cr'tX9`, `host='db' password='S3cr tX9' user='app'`,
		`PWD=S3cr{tX9;UID=sa;DRIVER={ODBC}`, `DRIVER={ODBC};UID=sa;PWD={S3cr}tX9};DB=x`,
		`AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/S3crtX9`, `aws_secret_access_key = S3cr/tX9+abc=`,
		`REDIS_URL=redis://:S3cr#tX9@cache:6379/0`, `secret: "S3cr\"tX9"`, `curl -H "Authorization: Bearer S3crtX9abc" https://x`,
		`X-Auth-Token: S3crtX9`, `"Authorization":["Basic S3crtX9Zm9v"]`, `Proxy-Authorization: Basic S3crtX9==`,
		`-e MYSQL_ROOT_PASSWORD=S3cr,tX9 mysql`, `https://user:S3cr/tX9@host/x`, `ftp://user:S3crtX9@host`, `clientSecret=S3cr)tX9`,
		`{"client_secret": 'S3cr,tX9'}`, `client_secret: S3crtX9!`, `//registry.npmjs.org/:_authToken=npm_S3crtX9`,
		`kafka: sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="S3cr;tX9";`,
		`SharedAccessKeyName=x;SharedAccessKey=S3crtX9=;EntityPath=y`,
		`DefaultEndpointsProtocol=https;AccountName=x;AccountKey=S3cr/tX9==;EndpointSuffix=y`, `SharedAccessSignature=S3crtX9`,
		`mongodb://app:S3cr%tX9@a:1,b:2/x`, `password=S3cr%20tX9&user=app`, `pass=S3crtX9`, `PASS: S3crtX9`,
		`user=app;pwd=S3cr tX9;`, `login(app, password=S3cr,tX9)`, `{"level":"info","password":"S3crtX9","x":`,
		`{'password': 'S3cr\'tX9', 'x': 1}`, `password => "S3crtX9"`, `:password=>"S3crtX9"`, `password := "S3crtX9"`,
		"password=`S3crtX9`", `setPassword("S3crtX9")`, `password('S3crtX9')`,
		`CREATE USER app WITH ENCRYPTED PASSWORD 'S3cr''tX9'`, `"AUTH" "default" "S3crtX9"`,
		`<add key="Password" value="S3crtX9"/>`, `<input name="password" value="S3crtX9">`, `<connection password="S3crtX9"/>`,
		`ssh-rsa password: "S3cr tX9"`, `Cookie: a=b; session=S3crtX9`, `Set-Cookie: sid=S3crtX9; Path=/`,
		`X-Vault-Token: hvs.S3crtX9`, `apikey=S3cr|tX9`, `?api_key=S3cr[tX9]&x=1`, `&apiKey=S3cr*tX9`, `otp=993171S3crtX9`,
		`password=S3cr\ntX9`, `password="S3cr` + "\n" + `tX9"`, `secret_key_base: S3crtX9abc123`, `PGPASSWORD=S3cr'tX9 psql -h db`,
		`password:S3cr,tX9`, `Password:S3cr}tX9 Name:x`, `[password=S3cr]tX9, user=app]`, `password=[S3crtX9, user=app]`,
		`rediss://default:S3cr"tX9@c:6379`, `dial "redis://:S3crtX9@c:6379": EOF`, `Basic S3crtX9Zm9vOmJhcg==`, `bearer=S3crtX9`,
		`JWT eyJhbGciOiJIUzI1NiJ9.S3crtX9abc.`, `passphrase: correct S3crtX9`,
		`{"cmd":"curl -u \"app:S3crtX9\" https://x"}`, "\"password\":\n  \"S3crtX9\"", "credentials:\n  user: app\n  value: S3crtX9",
		"env:\n- name: DB_PASSWORD\n  value: S3crtX9", "- name: API_TOKEN\n  value: \"S3crtX9\"", `env: [{Name:DB_PASSWORD Value:S3crtX9 ValueFrom:nil}]`,
		`sent {"name":"password","value":"S3crtX9","page":`, `Login failed. Password was 'S3crtX9'`, `the password is S3crtX9.`, `docker login -u app -p S3crtX9 registry.example.com`,
		`exec: "mysqldump -pS3crtX9 orders": exit status 2`, `sshpass -p "S3cr tX9" ssh host`, `mariadb -uroot -pS3crtX9`, `set passwd to S3crtX9 for app`,
	} {
		if got := replace(nil, slog.String("note", line)).Value.String(); strings.Contains(got, "tX9") {
			t.Errorf("ReplaceAttr(note=%q)\n got: %q\nwant: nothing of the password", line, got)
		}
	}
}
