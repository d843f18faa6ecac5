"""Which wordings belong to the page and not to the article?

Wordings of the widgets, notices and links that web and print pages put round a text. Each is tied to the start of a
line or to the whole of a short one, since an article may well say "print", "share" or "follow".
"""

import re


def _starting(*wordings: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(wordings)})(?!\w)", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WIDGET_WORDS = _words(
    """
    share tweet retweet print printer email e-mail mail send save bookmark bookmarks comment comments follow following
    subscribe subscribed subscriber subscribers sign login log register search menu skip listen play pause watch video
    videos
    audio podcast podcasts gallery slideshow photo photos click tap download copy link links gift font text size
    larger smaller close back next previous prev home loading load show view see like react reply facebook twitter
    whatsapp telegram linkedin reddit pinterest instagram youtube flipboard snapchat tiktok rss join donate contact
    terms privacy cookie cookies accept manage preferences settings help faq premium members member alert alerts
    notification notifications newsletter newsletters topic topics tag tags filed edition advertisement advertisements
    ad ads advertising advertise sponsored promoted app apps icon button friend inbox read min mins minute minutes
    favourites favorites list page article story account password username
    """
)
"""The words of buttons and labels. A line of nothing but these and LITTLE_WORDS is one."""

LITTLE_WORDS = _words(
    """
    a an the this that it its our your my us we you me i to for in on by via with from and or of at as is are here now
    more all less up out off no not how get be by x - aa aaa add under through using main content navigation free new
    open section sections continue continued continues below above after reading read time full top
    """
)
"""Words that say nothing about whether a line is a button."""

NOTICE = _starting(
    r"(?:sign up|register|subscribe|log ?in|sign in) (?:for|to|now|here|today|and|with)",
    r"(?:click|tap) (?:on|the|here|to)",
    r"follow (?:us|our|(?:the )?\w+(?: \w+)? on)",
    r"(?:join|support|read|visit|download|get|try|check out) (?:us|our)",
    r"like us on",
    r"get (?:the|all|more|unlimited|breaking) \w+",
    r"send (?:us|this|your|an e-?mail)",
    r"share (?:this|on|via|your)",
    r"(?:e-?mail|print|save) (?:this|article)",
    r"listen to (?:this|the) article",
    r"(?:we|this (?:site|website|page)) uses? cookies",
    r"by (?:continuing|clicking|signing up|subscribing|submitting|using (?:this|our))\b.{0,60}\byou",
    r"(?:please )?enable javascript",
    r"your (?:browser|subscription|e-?mail|privacy|inbox)",
    r"already (?:a (?:subscriber|member)|have an account|registered|subscribed)",
    r"advertise with",
    r"(?:story|article) continues",
    r"(?:this|the) (?:article|story) (?:was|has been) (?:amended|corrected|updated|edited)",
    r"this (?:article|story|page|piece|report) (?:was|has been|is) (?:first|originally|translated|part of)",
    r"an earlier version of",
    r"(?:correction|clarification|editor['’]?s['’]? note|update)s?(?: \([^)]{1,30}\))?:",
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\)|by)?\s*.{0,40}(?:\d{4}|reserved)",
    r"all rights reserved",
    r"(?:this|the) material may not be",
    r"for more (?:information|news|on this)",
    r"(?:have|got|do you have) (?:a|an|any) (?:news |story )?(?:tips?|story|stories|questions?)",
    r"contact (?:the (?:writer|author|reporter|editor)s?|us|\w+ \w+ at)",
    r"thank(?:s| you) for (?:reading|signing|subscribing|supporting)",
    r"our (?:newsletters?|standards|privacy|cookie)",
    r"opens? in (?:a )?new",
    r"not (?:a )?(?:subscriber|member|registered)",
    r"to (?:read|continue reading) (?:this|the full|more)",
    r"(?:don['’]t|never) miss",
    r"stay (?:informed|up to date|updated|connected)",
    r"you(?:['’]ve| have) (?:read|reached)",
)
"""How a sentence begins that speaks to the visitor or of the page."""

LABEL = _starting(
    r"(?:(?:first|last|originally) )?(?:updated|modified|published|posted|appeared)",
    r"(?:estimated )?read(?:ing)? time",
    r"\d+ (?:comments?|shares?|likes?|views?|min(?:ute)?s?|hours?|days?)(?: (?:read|listen|ago))?",
    r"filed under",
    r"(?:continued|from) (?:on|from)? ?page",
    r"follow",
    r"tags?:",
    r"topics?:",
    r"skip to",
    r"share:",
    r"file:",
)
"""How a short line begins that is a label of the page when it is no sentence."""

ANYWHERE = re.compile(
    r"\ball rights reserved\b|\bclick here\b|\b(?:in|to|into) your (?:inbox|e-?mail)\b|"
    r"\bfollow (?:him|her|them|us) on\b|\bsubscribe (?:now|today|here)\b|\bour (?:privacy policy|terms of)\b|"
    r"\b(?:reproduced|republished|redistributed|rewritten)\b.{0,60}\bwithout\b",
    re.IGNORECASE,
)
"""What gives a notice away wherever it stands in a stretch."""

TEASER = re.compile(
    r"(?:>{1,3}|»|›|►|▶|▸|→|⇒|\+\+)\s*\S|"
    r"(?:[•·*■▪◼●-]\s*)?(?:read (?:more|also|next|on|the full|full)|also read|see also|see more|more on this|more:|"
    r"related\b.{0,20}:|watch:|listen:|in pictures:|"
    r"video:|opinion:|analysis:|explainer:|go deeper|must.read|up next|"
    r"next up|now read|background:)",
    re.IGNORECASE,
)
"""The start of a line that advertises another article."""

SEPARATED = re.compile(r"\s[■▪◼●►▶]\s?(?=\S)|\s(?:»|>>)\s+(?:more|read|full|see)\b", re.IGNORECASE)
"""A mark between the teasers of one line, or before its link."""

LINK_LIST = re.compile(
    r"(?:related|more|most|recommended|you (?:may|might)|trending|top (?:stories|news|headlines)|latest|popular|"
    r"editor['’]?s['’]? picks?|read next|what to read|in this (?:story|article)|also in|also on|from (?:our|the) |"
    r"around the web|what['’]s (?:new|hot|next)|further reading|in case you missed|elsewhere)\b.{0,40}",
    re.IGNORECASE,
)
"""A short line that heads a list of links."""

MASTHEAD = re.compile(
    r"\b(?:times|post|herald|tribune|gazette|news|daily|weekly|journal|observer|guardian|telegraph|chronicle|star|mail|"
    r"press|standard|independent|mirror|bulletin|courier|examiner|dispatch|monitor|today|online|reuters|magazine|wire)\b",
    re.IGNORECASE,
)
"""A word of a newspaper's own name."""

NO_NAME = re.compile(
    r"\b(?:news|world|politics|opinion|business|economy|sports?|culture|life|science|technology|health|travel|analysis|"
    r"editorial|comment|features?|east|west|north|south|middle|europe|asia|africa|america|international|national|local|"
    r"articles?|stories|story|edition|section|home|page|more|related|read|top|latest|about|today|yesterday|updated?|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|am|pm|gmt|times|post|herald|tribune|gazette|daily|weekly|journal|the|and|of|"
    r"to|in|on|for|with|is|are|was|at|by|from|as|new|council|ministry|government|united|states|what|why|how|where|who)\b",
    re.IGNORECASE,
)
"""A word that no line holds which is but a person's name."""

DESK = re.compile(
    r"(?:(?:our |the )?(?:staff|foreign|diplomatic|special|political|news|chief|senior|own)\s+)*"
    r"(?:reporters?|correspondents?|writers?|editors?|agencies|desk|staff|bureau|staff and agencies|news agencies)|"
    r"associated press|the associated press|reuters|afp|agence france-presse|ap|upi|dpa|bloomberg|xinhua|tass|"
    r"pa media",
    re.IGNORECASE,
)
"""Who signs a report instead of a person."""
