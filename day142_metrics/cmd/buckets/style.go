package main

// svgStyle colours the drawing, dark or light as the reader has it.
const svgStyle = `svg{font:15px sans-serif;background:#fff}text{fill:#444}.name{font-size:18px;fill:#111}path{stroke:#444}
.samples{fill:#a3b3bb}.held{fill:#1565c0}.bar{fill-opacity:.5}.true{fill:#1b5e20}.guess{fill:#d84300}.slo{fill:#c62828}
.mark{stroke-width:2}.mark.guess{stroke-dasharray:4 3}
.mark.true{stroke:#1b5e20}.mark.guess{stroke:#d84300}.mark.slo{stroke:#c62828}
@media(prefers-color-scheme:dark){svg{background:#16181d}text{fill:#bbb}.name{fill:#eee}path{stroke:#999}
.samples{fill:#78828a}.held{fill:#64a8ff}.true{fill:#7bd88f}.guess{fill:#ffb04d}.slo{fill:#ff8577}
.mark.true{stroke:#7bd88f}.mark.guess{stroke:#ffb04d}.mark.slo{stroke:#ff8577}}`
