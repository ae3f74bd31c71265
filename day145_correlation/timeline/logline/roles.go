package logline

import "strings"

// role is what a member of a line says.
type role int

const (
	noRole role = iota
	roleTime
	roleSeconds // of a time in two members
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
	case "M", "@m":
		return roleMessage
	}
	switch strings.ToLower(key) {
	case "time", "ts", "timestamp", "@timestamp", // slog, zap, winston, ECS
		"asctime", "timemillis", "__realtime_timestamp": // Python, log4j, journald
		return roleTime
	case "level", "severity", "log.level", // most, Google, ECS
		"levelname", "lvl", "loglevel", "priority": // Python, log15, .NET, journald
		return roleLevel
	case "msg", "message", "short_message": // slog and zap, zerolog and journald, GELF
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
// bunyan, or syslog's RFC 5424, define.
func levelName(key, text string) string {
	words := map[string]string{"10": "TRACE", "20": "DEBUG", "30": "INFO", "40": "WARN", "50": "ERROR", "60": "FATAL"}
	if strings.EqualFold(key, "PRIORITY") {
		words = map[string]string{"0": "EMERG", "1": "ALERT", "2": "CRIT", "3": "ERR",
			"4": "WARNING", "5": "NOTICE", "6": "INFO", "7": "DEBUG"}
	}
	if word, ok := words[text]; ok {
		return word
	}
	return text
}
