package redact_test

// innocentLines are texts that a service logs all day, by kind. Each must print as it
// does without a redactor, alone, in a message and in an error.
func innocentLines() []string {
	ids := []string{
		"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
		"4QZB7KTRMN2WVXC5DAYE3HJPLS", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "c9n2o5jipt2b8k4k5vqg",
		"2HbR1kD8hV0s9xJt3QmPzLwYc4A", "V1StGXR8_Z5jdHi6B-myT", "507f1f77bcf86cd799439011", "ord_1NXWPnCo6bFb1KQto6C8OWvE", "cus_9s6XKzkNRiz8i3",
		"req-7819479873059528190", "7819479873059528190", "1767355200000000000", "order 4000123412341235", "i-0abcd1234ef567890",
		"orders-7d9f8b6c5d-x2x9z", "sk-worker-7d9f8b6c5d-x2x9z", "arn:aws:sqs:eu-west-1:123456789012:orders", "sha256:9f86d081884c7d659a2feaa0c55ad015",
		"b1946ac92492d2347c6235b4d2611184", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "v1.27.4-rc1+build.20260302", `W/"67ab43-5e1c"`,
		"request-id: 7f3a9c01", "trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7", "commit 1ff0420ad31b", "key user:8142:cart",
		"Root=1-67891233-abcdef012345678912345678", "C02XG1XYJG5H", "8f14e45fceea167a5a36dedd4bea2543-7", "GB82 WEST 1234 5698 7654 32",
	}
	places := []string{
		"10.0.0.1:54321", "[2001:db8::1]:443", "2001:db8:85a3::8a2e:370:7334", "02:42:ac:11:00:02", "localhost:8080", "db.internal:5432", "0.0.0.0/0",
		"alice@example.com", "git@github.com:org/repo.git", "ssh://git@github.com/org/repo", "from alice@example.com to bob@example.org",
		"/orders/8142", "/var/log/app/orders.log.1", `C:\temp\orders\new.txt`, "./a/b/../c", "s3://bucket/key/2026/03/02/part-0001.parquet", "file:///etc/hosts",
		"http://10.0.0.7:8080/health?ready=1", "https://example.com/a@b?to=c@d.example", "https://example.com:8443/orders/7?page=2&sort=date#top",
		"GET /orders?status=open&limit=50&cursor=WzE3NjczNTUyMDBd HTTP/1.1", "/search?q=password+reset", "/docs/tokens/rotate", "/oauth/token", "/reset-password",
		"https://cdn.example.com/assets/app.4f2c1b9a.js", "https://hooks.example.com/orders", "postgres://db:5432/orders?sslmode=disable", "redis://cache:6379/0",
		"https://api.telegram.org/", "amqp://mq:5672/%2F", "mongodb+srv://cluster0.example.net/orders",
	}
	amounts := []string{
		"1.5s", "took 3ms", "took=1m30.5s", "12:30:05", "2026-03-02T12:30:00.123456789Z", "2026-03-02 12:30:00.123 +0200", "Mon, 02 Mar 2026 12:30:00 GMT",
		"2/Mar/2026:12:30:00 +0000", "p50=1.2ms p99=30ms", "0.25", "1e-9", "12,345.67 EUR", "37%", "64KiB", "3 of 7", "-7", "0x7f3a9c01", "retry 2/5 in 400ms",
		"+49 30 901820", "1234 5678 9012", "4242 4242 4242", "9780306406157", "20260302120000",
	}
	code := []string{
		"SELECT id, status FROM orders WHERE user_id = $1 AND status = 'open' ORDER BY id LIMIT 50", "UPDATE users SET password_changed_at = now() WHERE id = 7",
		"INSERT INTO orders (id, sku, quantity) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", "SELECT count(*) FROM tokens WHERE expires_at < now()", "SELECT id FROM sessions WHERE token = $1 AND kind = 'web'",
		"UPDATE users SET password = ? WHERE id = ?", "{User:alice Token:<nil> ID:7}", "token=null user=7", "password=**** user=7",
		`{"user":"alice","items":[1,2.50,{"sku":"A-7"}],"ok":true,"none":null}`, `{"path":"C:\\temp","q":"a=1&b=2","at":"12:30:05"}`, `[{"id":1},{"id":2}]`,
		`body: {"order":7,"state":"open"} status: 200`, `{"name":"color","value":"red"}`, `{"error":"invalid_token","error_description":"The token expired"}`,
		"map[a:1 b:2]", "{ID:7 Name:desk Tags:[a b]}", "&{7 desk [a b]}", "std::vector<int> x = 5", "x := map[string]int{\"a\": 1}", "if a == b && c != d { return }",
		"goroutine 17 [running]:\nmain.(*server).charge(0xc000123456, {0x7f3a, 0x9})\n\t/app/server.go:141 +0x1d4", "main.main()\n\t/app/main.go:12 +0x65\nexit status 2",
		"at com.example.Orders.charge(Orders.java:141)", `File "/app/orders.py", line 141, in charge`, "panic: runtime error: index out of range [7] with length 3",
		"<b>token</b>", "<token-count>7</token-count>", "<order id=\"7\"><status>open</status></order>", "a -- token expired", "exec --max-tokens 512 --user alice",
		"go test -run TestToken -count=1 ./...", "kubectl -n shop get secret orders-db", "docker run -e PORT=80 -p 80:80 orders", "design=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"received sig=SIGTERM", "sig=user-defined-signal-1", "/lookup?sig=func(int)string&signature=v4", "-----BEGIN CERTIFICATE-----", "eyJust a word", "eyJ.a.b",
		"import \"crypto/rand\"", "PATH=/usr/bin:/bin HOME=/root", "user: app\n  port: 80\n  hosts:\n    - a\n    - b", "a=1 b=2", "key: value", "docker run -u 1000:2000 orders", "docker run -u app7:app7 orders", "curl -u app:**** https://x.example",
		"- password:\n  port: 80", "docker run --user www-data:www-data orders",
		"kubectl exec -u root:docker orders", "git push -u origin HEAD:refs/heads/main", "sort -u a:b", "mysql -u root -p orders", "ssh -p 2222 host7a",
		"docker run -p 8080:80 orders", "mkdir -p /var/lib/orders7", "psql -U app -h db:5432", "wget -u http://host:8080/x",
		"curl -s https://example.com:8443/orders", "password:\nport: 80", "token:\n", "- name: COLOR\n  value: red7blue", "env: [{Name:PORT Value:8080x ValueFrom:nil}]", "user: app\n  port:\n    80", "rate{code=\"500\"} 0.25",
	}
	errors := []string{
		"connection refused", "dial tcp 10.0.0.1:5432: connect: connection refused", "read tcp 10.0.0.1:54321->10.0.0.7:443: i/o timeout",
		`Get "https://example.com/orders/7?page=2": context deadline exceeded`, `Post "http://payments:8080/charge": EOF`, "open /etc/orders.yaml: no such file or directory",
		`strconv.Atoi: parsing "seven": invalid syntax`, "json: cannot unmarshal string into Go struct field Order.id of type int", "invalid character '<' looking for beginning of value",
		"unexpected token '<' in JSON at position 0", "x509: certificate signed by unknown authority", "tls: failed to verify certificate: x509: certificate has expired",
		`pq: duplicate key value violates unique constraint "orders_pkey"`, `pq: password authentication failed for user "app"`, "ERROR: relation \"orders\" does not exist (SQLSTATE 42P01)",
		"rpc error: code = Unavailable desc = connection closed before server preface received", "invalid token: expired", "token: expired", "jwt: signature is invalid",
		"basic authentication failed", "the bearer of bad news", "token_type=bearer", "max_tokens=512", "tokens: 512", "NOAUTH Authentication required.", "Cookie policy accepted",
		"http: named cookie not present", "missing api key", "no password given", "password expired", "the password was reset", "new password 2026-03-02T12:30:00Z", "password is too short",
		"password to be rotated", "wrong password for alice", "reset password user_id=8142 took=3ms",
		"password changed 2026-03-02T12:30:00Z", "forgot password https://example.com/reset/7", "requirepass is not set, clients may connect",
		"invalid token:\n\tat com.example.Orders.charge(Orders.java:141)", "panic: bad token:\n\ngoroutine 1 [running]:", "tokens used:\n  512",
		"Enter passphrase for key '/root/.ssh/id_rsa'", "secret orders/db not found", "authorization failed: insufficient scope", "unknown session id",
		"secretary: Ann Lee", "passport control", "compass=north", "tokenizer=bpe", "monkey=1", "status: 401 Unauthorized", "user alice logged in", "GET", "request done", "",
		"ключ не найден", "paid with card ending 4242", "WARN retrying in 1s: lease expired", "charge refused: card expired at the bank", "GC: 12 ms @1.2s 0%",
	}
	var all []string
	for _, kind := range [][]string{ids, places, amounts, code, errors} {
		all = append(all, kind...)
	}
	return all
}
