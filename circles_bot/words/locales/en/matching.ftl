### Why a circle is as it is, and what would help who is in none.

match-why-all-new =
    { $people ->
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
       *[other] { $people }
    } people who follow { $interest }, none of whom have met
match-why-mostly-new =
    { $people ->
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
       *[other] { $people }
    } people who follow { $interest }, most of whom haven't met
match-why-some-new =
    { $people ->
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
       *[other] { $people }
    } people who follow { $interest }, some of whom haven't met
match-why-all-met =
    { $people ->
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
       *[other] { $people }
    } people who follow { $interest } and have met before
match-why-hours =
    { $hours ->
        [0] no waking hour in common
        [1] one waking hour in common
        [2] two waking hours in common
        [3] three waking hours in common
        [4] four waking hours in common
        [5] five waking hours in common
        [6] six waking hours in common
       *[other] { $hours } waking hours in common
    }

match-help-another = add another interest: people who follow { $interest } often like { $near }
match-help-more-people = a few more people who follow the same: a circle needs { $least }
match-help-more-languages = others on the same topic with a language in common, or another interest
match-help-next-round = the next round: whoever has waited longest comes first
match-help-back = coming back from their pause
match-help-room = room for one more circle

circle-why-new =
    You were asked together because you all wish to talk about **{ $interest }**, and none of you had met in a circle before.
circle-why =
    You were asked together because you all wish to talk about **{ $interest }**. I look for people who haven't met, or not lately.
circle-why-hours =
    When it began, you had { $hours ->
        [one] one waking hour
       *[other] { $hours } waking hours
    } in common.
