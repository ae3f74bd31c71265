package redact

import (
	"strconv"
	"strings"
)

// keyFormat is a key that its maker has made recognisable, so that a secret can be
// told without a name before it.
type keyFormat struct {
	prefix string
	least  int    // bytes behind the prefix
	more   string // what may stand in it besides letters, digits, _ and -
	common bool   // the prefix begins words, too, so the rest must look random
}

// keyList is what the makers document, mostly for scanners that look for leaked
// keys: prefix:least, with :more behind it where there is more, and a ? when the
// prefix is common.
const keyList = `
	# Source hosting, packages, containers
	ghp_:20 gho_:20 ghu_:20 ghs_:20 ghr_:20 github_pat_:20 glpat-:16:. gldt-:16 glrt-:16:. glptt-:16 glcbt-:16
	glft-:16 glsoat-:16 ATATT3:40:= ATCTT3:40:= ATBB:24? npm_:30 pypi-AgE:16 rubygems_:32 oy2:40? dckr_pat_:20
	dckr_oat_:20 sgp_:32? AKCp:60 lin_api_:20
	# Clouds and hosting
	AKIA:16? ASIA:16? AIza:30 ya29.:20:. GOCSPX-:20 1//0:30 amzn.mws.:30 dop_v1_:40 doo_v1_:40 dor_v1_:40 dapi:32?
	HRKU-:30 fm2_:30:+/=? fo1_:30? tskey-:16? pul-:40? hvs.:20:.? hvb.:20:.? hvr.:20:.? dp.pt.:30:. dp.st.:30:.
	dp.ct.:30:. dp.sa.:30:. pscale_tkn_:30:. pscale_pw_:30:. pscale_oauth_:30:. sbp_:32? sb_secret_:20
	vercel_blob_rw_:20 nfp_:32? rnd_:24? ops_eyJ:40:= AGE-SECRET-KEY-1:40 v1.0-:100? t1.:80:.=? AQVN:30? cfut_:30?
	# Models
	sk-proj-:20 sk-ant-:20 sk-or-v1-:20 sk-svcacct-:20 sk-:20? hf_:20? gsk_:20? r8_:20? xai-:20? pplx-:20?
	nvapi-:20? api_org_:20? lsv2_:20? tvly-:16? jina_:30? fw_:20?
	# Chat and mail
	xoxb-:10 xoxp-:10 xoxa-:10 xoxs-:10 xoxr-:10 xoxd-:10:%+/ xoxc-:10 xoxe-:10 xoxe.:10 xapp-:10? xwfp-:10?
	SG.:30:. xkeysib-:30 xsmtpsib-:30 key-:32? re_:20? SK:32? pubnub-:30? sec-c-:30:=?
	# Money
	sk_live_:10 sk_test_:10 rk_live_:10 rk_test_:10 whsec_:16:+/=? sq0atp-:16 sq0csp-:16 EAAA:50? EAA:60?
	shpat_:20 shpca_:20 shppa_:20 shpss_:20 shippo_live_:30 shippo_test_:30 FLWSECK:20 EZAK:50? EZTK:50?
	duffel_live_:30 duffel_test_:30 access-production-:30 access-sandbox-:30 rzp_live_:14 APP_USR-:30 live_:30?
	# Watching and working together
	glsa_:30 glc_:30:+/=? eyJrIjoi:30:= NRAK-:20 NRII-:20 NRJS-:15 sntrys_:30:+/= sntryu_:30 phc_:30? phx_:30?
	secret_:40? ntn_:30? figd_:20? figo_:20? PMAK-:30 CFPAT-:30 pat-na:30? pat-eu:30? tfp_:30? fio-u-:30 aio_:20?
	pnu_:30? rdme_:40? squ_:40? sqp_:40? sqa_:40? A3-:34 nsec1:50? CCIPAT_:30
`

// keyFormats are those of keyList, by their first byte.
var keyFormats = func() (byStart [256][]keyFormat) {
	for line := range strings.Lines(keyList) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, entry := range strings.Fields(line) {
			f := parseKeyFormat(entry)
			byStart[f.prefix[0]] = append(byStart[f.prefix[0]], f)
		}
	}
	return byStart
}()

func parseKeyFormat(entry string) (f keyFormat) {
	entry, f.common = strings.CutSuffix(entry, "?")
	prefix, rest, _ := strings.Cut(entry, ":")
	least, more, _ := strings.Cut(rest, ":")
	n, err := strconv.Atoi(least)
	if err != nil {
		panic("redact: keyList has " + entry)
	}
	f.prefix, f.least, f.more = prefix, n, more
	return f
}
