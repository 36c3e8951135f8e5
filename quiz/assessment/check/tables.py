"""Words that the rules know, by language; English stands in where a language has no table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from quiz.assessment.language.numberwords import primary

T = TypeVar("T")


def of(table: Mapping[str, T], language: str) -> T:
    """Give a table's part for a language tag (`de-AT` takes that of `de`)."""
    return table.get(primary(language), table["en"])


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# The commonest words of English, and those that news and textbooks join names with: what may
# well stand behind a name that lost its space.
COMMON = _set(
    """
    a able about above across act action actually add after afterwards again against age ago agree
    agreed agrees air all allow allowed almost alone along already also although always am among
    amount an and announced another answer any anyone anything appear appeared area argued around
    arrived as ask asked asks at author away back bad based be became because become been before
    began begin behind being believe believed believes below best better between big body book both
    boy bring brought build building built business but buy by call called came can cannot carried
    case cause century certain chairman change chief child children city claimed clear close come
    comes common community company condition continue continued control cost could country course
    current currently day deal decide decided decision defence defense despite did didn't different
    director do does doesn't doing don't done door down during each early east education either
    else end ended enough even evening event ever every everyone everything example expected
    explained eye face fact family far father feel felt few field finally find first five follow
    followed following food for force foreign form former found four free friend from front full
    further future gave general get getting girl give given gives go goes going gone good got
    government great group had half hand happen happened has have having he head hear heard help
    her here high him himself his history hold home hope hospital hour house how however human
    hundred idea if important in including increase information instead interest into is issue it
    its itself job join joined just keep kept kind king knew know known knows land large last late
    later law lead leader leading learn least leave led left less let letter level life like likely
    line list little live lived local long look looked lose lost lot love low made main make makes
    making man many market matter may maybe me mean meant meanwhile meet meeting member men met
    might military million mind minister minute moment money month months more morning most mother
    move moved much must my name national near nearly need needed never new news next night no nor
    north not nothing now number of off offer offered office officer often old on once one only
    open or order other others our out outside over own page paper parents part party pay peace
    people perhaps person place plan play point police policy political possible power president
    press problem process prime produce programme project provide public put question quickly
    quite rate rather reach reached read ready real really reason received recent recently refused
    refuses remain remained replied report reported research rest result return returned right
    river road role room rose run said same saw say saying says school second secretary security
    see seem seemed seems seen sees send sense sent serious service set several shall she should
    show showed shown side signed similar simply since sister situation six small so social some
    someone something sometimes son soon south speak spoke spokesman spokeswoman staff stand start
    started state stated states still stood stop stopped story street strong student study such
    suddenly suggested support sure system table take taken takes talk talked talks tell ten than
    thank that the their them themselves then there therefore these they thing things think third
    this those though thought thousand three through thus time times to today together told too
    took toward towards town trade travelled treaty tried true try trying turn turned two under
    understand until up upon us use used using usually very visited voice wait walk walked want
    wanted wants war warned was wasn't watch water way we week weeks well went were west what when
    where whereas whether which while who whole whom whose why wife will win wish with within
    without woman won word words work worked worker world would write writer wrote year years yes
    yesterday yet you young your
    """
)

# Words too common to tie a stem to a choice, by language; those of tests are among them.
STOP = {
    "en": _set(
        """
        a about above after again against ago all almost also although always am among an and
        another any are around as at away back be became because become been before being below
        between both but by came can cannot come comes could did do does doing done don't down
        during each either else even ever every few first for from get gets give given gives go
        goes had has have having he her here him his how however if in instead into is it its just
        let like made make makes making many may me might more most much must my near never no nor
        not nothing now of off often on once one only or other others our out over own per rather
        said same say saying says see seem seems shall she should since so some something soon still
        such take taken takes than that the their them then there these they thing things this
        those though through thus to together too toward towards two under until up upon us use
        used very was way we well went were what when where whether which while who whom whose why
        will with within without would yes yet you your

        according article author best choose complete conclude describe described describes differ
        false following gap imply inferred main mean means mention mentioned mentions paragraph
        passage phrase purpose refer refers reader sentence statement suggest suggests summary text
        title true word words writer
        """
    ),
    "de": _set(
        """
        aber alle allem allen aller alles als also am an ander andere anderen auch auf aus autor
        autorin bei beim bereits besten bis da damit dann das dass dem den denn der des dessen die
        dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines er
        es etwas für gegen gibt habe haben hat hatte hatten hier ihm ihn ihnen ihr ihre ihrem ihren
        ihrer im in ins ist ja jede jeder jedes kann kein keine keinen können laut machen macht man
        mehr mit muss nach nicht nichts noch nur ob oder ohne passage richtig satz schon sehr sein
        seine seinem seinen seiner sich sie sind so soll sollen text über um und uns unter viel vom
        von vor wann war waren warum was weil welche welchem welchen welcher welches wenn wer werden
        wie wieder will wird wo wofür wollen worden wurde wurden zu zum zur zwischen absatz aussage
        """
    ),
    "fr": _set(
        """
        afin ailleurs ainsi alors après au aucun aussi autre autres aux avait avant avec avoir
        bien car ce cela celle celui ces cet cette ceux chaque chez comme comment contre dans de
        depuis des deux dit donc dont du elle elles en encore entre est et étaient était été être
        eux fait faire faut il ils je jusque la le les leur leurs lors lui mais même mieux moins
        ne ni non nous on ont où par parce pas pendant peu peut plus pour pourquoi pouvoir qu
        quand que quel quelle quelles quels qui quoi sa sans se selon sera ses si son sont sous
        sur texte tous tout toute toutes très trop un une vers vous auteur phrase paragraphe
        affirmation passage
        """
    ),
    "es": _set(
        """
        a al algo algún alguna ante antes aquel así aún aunque autor bajo bien cada casi como cómo
        con contra cual cuál cuáles cuando cuándo cuánto de del desde después donde dónde dos dice
        e el él ella ellas ellos en entre era es esa ese eso esta está están este esto estos fue
        fueron ha hace hacia han hasta hay la las le les lo los más me mejor menos mi mientras muy
        nada ni no nos o otra otro otros para pero poco por porque pregunta pues puede pueden que
        qué quien quién quiénes se sea según ser si sí sido sin sobre son su sus también tan tanto
        texto tiene tienen todo todos tras un una unas uno unos y ya frase párrafo pasaje
        afirmación
        """
    ),
}

# Words that need not be told apart from names when they begin with a capital.
PLAIN = {**STOP, "en": STOP["en"] | COMMON}

# Negations that a hurried reader misses; "not only" and "whether or not" are none.
NEGATIONS = {
    "en": re.compile(
        r"\b(?:not(?! only\b| given\b| just\b)|never|except|cannot|\w+n['’]t|nowhere)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:nicht(?! nur\b)|kein(?:e[nmrs]?)?|nie(?:mals)?|außer)\b", re.IGNORECASE
    ),
    "fr": re.compile(r"\b(?:pas|jamais|aucune?|sauf|excepté|hormis)\b", re.IGNORECASE),
    "es": re.compile(
        r"\b(?:no(?! solo\b| sólo\b)|nunca|jamás|excepto|salvo|ningun[oa]?)\b", re.IGNORECASE
    ),
}

# A stem that asks for a reason or a manner is no hunt for the exception.
REASONS = {
    "en": re.compile(r"\b(?:why|how|reasons?|whether)\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:warum|wieso|weshalb|wie|grund|gründe|ob)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:pourquoi|comment|raisons?)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:por qué|cómo|razón|razones|motivos?)\b", re.IGNORECASE),
}

# Words that leave no room: one of the first kind in a distractor is a clue, of the second kind two.
STRONG = {
    "en": _set(
        "always never everyone everybody nobody absolutely completely totally entirely impossible"
    ),
    "de": _set("immer nie niemals jeder jedermann niemand völlig vollständig absolut unmöglich"),
    "fr": _set("toujours jamais personne absolument complètement totalement impossible"),
    "es": _set("siempre nunca jamás nadie absolutamente completamente totalmente imposible"),
}
WEAK = {
    "en": _set("all every none no only any each must nothing everything cannot"),
    "de": _set("alle alles keine keiner kein nur muss müssen nichts"),
    "fr": _set("tous toutes tout aucun aucune seul seule rien"),
    "es": _set("todos todas todo ningún ninguno ninguna solo sólo nada"),
}

# "All of the above" and "none of the above", as the whole of a choice.
ALL_OR_NONE = re.compile(
    r"(?:"
    r"(?:all|none|any|both|neither) of (?:the )?(?:above|these|those|answers|options|choices)"
    r"(?: (?:above|answers|options|choices|things|reasons))?(?: (?:is|are) (?:true|right|correct))?"
    r"|(?:all|none|both|neither) (?:the )?above"
    r"|alle(?:s)? (?:der |die )?(?:oben|obigen|genannten|davon|antworten)\b.*"
    r"|(?:kein[er]?s?|nichts) (?:der |von )?"
    r"(?:oben|obigen|genannten|davon|den|diesen|antworten)\b.*"
    r"|(?:toutes|aucune) (?:de |des |les |ces )?(?:ces |réponses|propositions)\b.*"
    r"|(?:tout|rien|aucune?) (?:de )?ce qui précède"
    r"|aucune? (?:de )?(?:ceux|celles)[- ]ci"
    r"|(?:todas|todos|ninguna?|ninguno|nada|todo) (?:de )?(?:l[aoe]s? )?"
    r"(?:anteriores?|respuestas|opciones)\b.*"
    r"|(?:tutt[ei]|nessun[ao]) (?:del)?le (?:precedenti|risposte)\b.*"
    r"|(?:todas|nenhuma) (?:d?as )(?:anteriores|acima|alternativas)\b.*"
    r")",
    re.IGNORECASE,
)

# Families of names that hold a capital within, and makers who write theirs so.
NAME_PREFIXES = _set("Mc Mac De Di Du Da La Le Van Von Fitz St Des Del Della Dos Ten Ter Mag")
BRANDS = _set(
    """
    AccuWeather AirBnB AirPods AliExpress AlphaFold AlphaGo AstraZeneca BioNTech BitTorrent
    BlackBerry BlackRock BuzzFeed CamelCase ChatGPT CliffsNotes CloudFlare DaVinci DeepMind
    DeepSeek DisneyWorld DoorDash DreamWorks DropBox DuckDuckGo EasyJet EuroMillions EuroNews
    ExxonMobil FaceTime FedEx FireWire FirstEnergy GameBoy GeForce GitHub GitLab GlaxoSmithKline
    GoFundMe GoPro HarperCollins HubSpot HuffPost InDesign InterCity JavaScript JetBlue JPMorgan
    LastPass LexisNexis LibreOffice LinkedIn LiveJournal MacBook MasterCard MasterChef MediaWiki
    MiniDisc MoMA MySpace MySQL NatWest NetBeans NeuraLink OneDrive OnlyFans OpenAI OpenOffice
    OpenStreetMap OxyContin PayPal PetSmart PlayStation PopSugar PornHub PostgreSQL PowerPoint
    PricewaterhouseCoopers QuickTime QuarkXPress RaspberryPi RoboCop RyanAir ScotRail SharePoint
    SnapChat SoftBank SoundCloud SpaceX SparkNotes StarCraft StarLink SunTrust SurveyMonkey
    TechCrunch TeX TikTok TomTom TripAdvisor TypeScript UniCredit UnionPay UnitedHealth VirtualBox
    VisiCalc WeChat WeWork WestJet WhatsApp WikiLeaks WordPad WordPerfect WordPress WordStar
    YouGov YouTube YouTuber YouTubers ZipCar
    """
)

# Endings that make one word of a name: Marxism, Jacksonville, Frenchman, Kaliningrad.
ENDINGS = _set(
    """
    ali ally berg berger borough bourne bridge brook burg burgh bury burger burgers ches chester
    dale day days dom ean ern ese esque ess ette fest field fields ford gate grad ham haven heim
    hood hof house ian ians ier ify in-law ina ino ish isation isations ise ised ism isms ist ists
    ite ites ization izations ize ized land lander landers lands less ley like line ling logy
    mania man mas men mark mer mond more most mouth ness nik niks nomics ology otic oro phile
    philes phobe phobia phobic polis port proof s sche scher shire ship side sky smith son sons
    stadt stan stein ston stone thorpe ton town towns tum vale ville ward wards ware way well
    wich wick wide wise woman women wood woods world worth
    """
)

# Two-letter words that may stand behind a name; "is" and "us" would blame Iraqis and Marcus.
SHORT = _set("in on at of to it he we if as an or by")

# Words that open a sentence and begin no maker's name.
LITTLE = _set("the he she they but and when after before while although since a an there this that")

# Short words that no name ends in.
AFTER_NAMES = _set("who said says told that from were have been when they this")

# What, right behind a name, begins to tell who that is: "Lindqvist, former mayor of the island".
APPOSITIONS = _set("who whose whom which those former current head chief leader author member")

# Words that no longer word ends or begins with by nature, so that a space is missing there.
TAILS = ("the", "that", "which", "from", "their", "would", "should", "were", "was", "been", "and")
HEADS = ("the", "and", "which", "were", "from", "their", "would", "should", "because", "that")
NOT_GLUED = _set(
    """
    errand firebrand farmhand forthwith headband inland theatre theater theme themes themselves
    theory thesis therein therefrom thereof thermal android andante whichever wherefrom brand
    island husband thousand demand command thatch wristband waistband armband broadband deckhand
    stagehand quicksand grandstand handstand newsstand bandstand longhand shorthand secondhand
    firsthand beforehand freehand backhand underhand overhand northland southland upland wonderland
    """
)

# What a copied page leaves behind. WHOLE: the paragraph is nothing else.
FURNITURE_WHOLE = re.compile(
    r"(?:source(?: link)?|link|read more|more|continue reading|show more|see more|load more|"
    r"leave a (?:reply|comment)|(?:post|view|write|add) (?:a |your )?comments?|"
    r"(?:\d+ |no )?comments?(?: \(?\d+\)?| off| closed)?|\d+ (?:shares|replies|likes)|reply|share|"
    r"tweet|share (?:this|it|on|via)\b.*|like this|related(?: articles?| posts?| stories)?|"
    r"(?:you (?:may|might) also like|recommended for you|most read|trending(?: now)?)|"
    r"advertisements?|sponsored(?: content)?|ad|subscribe(?: now| today)?|sign (?:up|in)|log in|"
    r"newsletter|print|email|save my name\b.*|back to top|skip to (?:main )?content|menu|home|"
    r"next (?:article|post)|previous (?:article|post)|posted in\b.*|filed under\b.*|"
    r"tags|photo gallery|"
    r"quelle|weiterlesen|mehr lesen|lesen sie auch|mehr zum thema|anzeige|werbung|teilen|drucken|"
    r"kommentare?(?: \(?\d+\)?)?|\d+ kommentare?|(?:einen )?kommentar (?:schreiben|verfassen|"
    r"hinterlassen)|schreibe? einen kommentar|antworten abbrechen|newsletter abonnieren|"
    r"lire (?:la suite|aussi|plus)|à lire aussi|voir aussi|publicité|partager|imprimer|"
    r"commentaires?(?: \(?\d+\))?|\d+ commentaires?|laisser un commentaire|s['’]abonner|"
    r"leer más|seguir leyendo|lee también|te puede interesar|publicidad|compartir|imprimir|"
    r"comentarios?(?: \(?\d+\))?|\d+ comentarios?|deja una respuesta|deja un comentario|"
    r"suscríbete|(?:https?://|www\.)\S+)",
    re.IGNORECASE,
)
# BEGINS: the paragraph starts so, and is short.
FURNITURE_BEGINS = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|related|recommended|tags|filed under|"
    r"source link|watch (?:also|more)|lesen sie auch|mehr zum thema|à lire aussi|lire aussi|"
    r"lea también|lee también|leer también|te puede interesar)\s*:",
    re.IGNORECASE,
)
# HOLDS: nobody writes this in a text to be read.
FURNITURE_HOLDS = re.compile(
    r"your email address will not be published|required fields are marked|"
    r"\b(?:we|this (?:web)?site) uses? cookies|accept (?:all )?cookies|cookie (?:policy|settings)|"
    r"all rights reserved|enable javascript|(?:sign up|subscribe) (?:for|to) our|"
    r"follow us on|"
    r"click here to|(?:story|article) continues (?:after|below)|save my name, email|"
    r"notify me of (?:new|follow-up)|this (?:post|article) (?:first )?appeared (?:first )?on|"
    r"e-mail-adresse wird nicht veröffentlicht|erforderliche felder sind|verwendet cookies|"
    r"wir verwenden cookies|alle rechte vorbehalten|abonnieren sie unseren|"
    r"votre adresse e-?mail ne sera pas publiée|champs obligatoires|utilise des cookies|"
    r"nous utilisons des cookies|tous droits réservés|abonnez-vous à|inscrivez-vous à notre|"
    r"tu dirección de correo electrónico no será publicada|los campos obligatorios|"
    r"utiliza(?:mos)? cookies|todos los derechos reservados|suscríbete a nuestr",
    re.IGNORECASE,
)

# How a letter greets; its short lines need no end mark.
SALUTATION = re.compile(
    r"(?:dear|hi|hello|hey|to whom|liebe[rs]?|sehr geehrte[rs]?|hallo|ch(?:er|ère|ers|ères)|"
    r"bonjour|madame|monsieur|querid[oa]s?|estimad[oa]s?|hola)\b",
    re.IGNORECASE,
)
