# The page that `circles-bot simulate --html` writes, for stewards.

simulation-title = { $members } people, { $weeks } weeks
simulation-intro = A community lived through the real bot in fast time. What people do in it is made up; the numbers say what to expect of a community like it.
simulation-kept = Every promise and every rule of the matcher that a run can show was kept.
simulation-broken = Something was broken. Please report this page: it should never say so.
simulation-broken-promise = Promise { $number }, { $when }: { $what }
simulation-broken-rule = The matcher's rule “{ $rule }”, { $when }: { $what }
simulation-nothing = –
simulation-percent = { $share } %
simulation-days = { $days } days

simulation-figure-seated = found a circle, of those who could
    .note = People whose wish has stood for two weeks, who did not pause, rest, or say “not now”.
simulation-figure-offered = were offered one within a week
    .note = Of everybody who opted in a week before the end, or earlier.
simulation-figure-waited = until half of them sat in a circle
    .note = From the first yes to the open room; nineteen in twenty waited { $most } or less.
simulation-figure-repeats = of pairs had met before
    .note = Of all pairs of people that a new circle brought together.
simulation-figure-circles = circles opened
    .note = { $wishes } wishes were made for them.
simulation-figure-messages = unasked messages in any week, at most
    .note = The most that anybody got; { $all } direct messages went out in all, answers among them.

simulation-plot-people = Who sits and who waits
    .caption = At the end of each day: how many people sit in a circle, and how many wait for one and sit in none. Where fewer sit for a while, seasons have ended and people look for others.
simulation-line-seated = sit in a circle
simulation-line-waiting = wait for one
simulation-plot-circles = Circles with a room
    .caption = How many rooms you would have. Each lasts for a season, and goes on where its people like to.
simulation-line-circles = circles
simulation-plot-said = What the bot says
    .caption = Questions to rooms and direct messages, on each day. A lively room is asked nothing.
simulation-line-prompts = questions to rooms
simulation-line-directs = direct messages
simulation-plot-sizes = How large circles are
    .caption = How many sat down when a circle opened.
simulation-plot-waits = How long people waited
    .caption = From the first yes to the open room, in days.
simulation-plot-messages = Unasked messages a week
    .caption = In how many weeks somebody got so many: invitations, check-ins, and what else nobody asked for. Weeks without any are not shown.
simulation-check-ins = { $sent } check-ins were sent and { $answered } answered.
simulation-week = week
simulation-again = The same numbers again: circles-bot simulate … --weeks { $weeks } --seed { $seed }
