package redact

import "strings"

// webhooks are URLs whose path is the secret.
var webhooks = []string{"hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/",
	"hooks.slack-gov.com/services/", "discord.com/api/webhooks/",
	"discordapp.com/api/webhooks/", "hooks.zapier.com/hooks/catch/",
	"webhook.office.com/webhookb2/", "outlook.office.com/webhook/", "outlook.office365.com/webhook/",
	"hooks.chime.aws/incomingwebhooks/", "open.feishu.cn/open-apis/bot/v2/hook/",
	"open.larksuite.com/open-apis/bot/v2/hook/", "hook.eu1.make.com/", "hook.us1.make.com/",
	"webhook.site/", "hooks.airtable.com/"}

// scrubWebhooks hides what follows such a URL.
func scrubWebhooks(s string) string {
	if !strings.Contains(s, "hook") {
		return s
	}
	e := edit{text: s}
	for _, hook := range webhooks {
		for at := 0; ; {
			n := strings.Index(e.text[at:], hook)
			if n < 0 {
				break
			}
			from := at + n + len(hook)
			at = from
			for at < len(e.text) && !isSpace(e.text[at]) && strings.IndexByte("\"'`<>\\", e.text[at]) < 0 {
				at++
			}
			if at > from && !strings.HasPrefix(e.text[from:], Marker) {
				e.hide(from, at)
			}
		}
		e = edit{text: e.String()}
	}
	return e.text
}
