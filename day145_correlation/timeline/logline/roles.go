package logline

import "strings"

// role is what a member of a line says.
type role int

const (
	noRole role = iota
	roleTime
	roleOtherTime // which a line of another logger has beside its own
	roleSeconds   // of a time in two members
	roleNanos
	roleLevel
	roleService
	roleMessage
	roleEvent
	roleWrapped
)

// roleOf returns the role of a member at the root of a line, by the names that
// loggers give it.
func roleOf(key string) role {
	if len(key) > len("__realtime_timestamp") { // no name is longer, and a peer's key may be a megabyte
		return noRole
	}
	switch key {
	case "T", "@t": // zap's development encoder, Serilog
		return roleTime
	case "L", "@l":
		return roleLevel
	case "M", "@m", "@mt":
		return roleMessage
	}
	switch strings.ToLower(key) {
	case "time", "ts", "timestamp", "@timestamp", // slog, zap, winston, ECS
		"asctime", "timemillis", "__realtime_timestamp": // Python, log4j, journald
		return roleTime
	case "t", "datetime", "date", // log15, Monolog, fluent-bit
		"start_time", "time_iso8601", "time_local": // access logs of Envoy and nginx
		return roleOtherTime
	case "level", "severity", "log.level", // most, Google, ECS
		"levelname", "lvl", "loglevel", "priority", "@level": // Python, log15, .NET, journald, hclog
		return roleLevel
	case "msg", "message", "short_message", // slog and zap, zerolog and journald, GELF
		"@message", "messagetemplate": // hclog, Serilog
		return roleMessage
	case "event": // structlog
		return roleEvent
	case "log": // Docker and those who ship its logs
		return roleWrapped
	case "service", "service.name", "service_name", "app", "application",
		"syslog_identifier", "_systemd_unit":
		return roleService
	}
	return noRole
}

// roleOfMember returns the role of a member of a group at the root.
func roleOfMember(group, key string) role {
	switch {
	case group == "log" && key == "level": // ECS, nested
		return roleLevel
	case group == "service" && key == "name":
		return roleService
	case (group == "fields" || group == "jsonPayload") && key == "message": // tracing of Rust, Google
		return roleMessage
	case group != "instant" && roleOf(group) != roleTime: // log4j, and Google's {"seconds":1,"nanos":2}
		return noRole
	case key == "epochSecond" || key == "seconds":
		return roleSeconds
	case key == "nanoOfSecond" || key == "nanos":
		return roleNanos
	case key == "$date": // MongoDB
		return roleTime
	}
	return noRole
}

// levelName is a level in words: what loggers write as a number is what pino and
// bunyan, Monolog, or syslog's RFC 5424, define.
func levelName(key, text string) string {
	words := map[string]string{"10": "TRACE", "20": "DEBUG", "30": "INFO", "40": "WARN", "50": "ERROR", "60": "FATAL",
		"100": "DEBUG", "200": "INFO", "250": "NOTICE", "300": "WARNING",
		"400": "ERROR", "500": "CRITICAL", "550": "ALERT", "600": "EMERGENCY"}
	if strings.EqualFold(key, "PRIORITY") {
		words = map[string]string{"0": "EMERG", "1": "ALERT", "2": "CRIT", "3": "ERR",
			"4": "WARNING", "5": "NOTICE", "6": "INFO", "7": "DEBUG"}
	}
	if word, ok := words[text]; ok {
		return word
	}
	return text
}
