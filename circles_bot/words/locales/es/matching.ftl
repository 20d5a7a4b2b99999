### Por qué un círculo es como es, y qué ayudaría a quien no está en ninguno.

match-why-all-new =
    { $people ->
        [2] dos
        [3] tres
        [4] cuatro
        [5] cinco
        [6] seis
       *[other] { $people }
    } personas que siguen { $interest }, que no se conocen entre sí
match-why-mostly-new =
    { $people ->
        [2] dos
        [3] tres
        [4] cuatro
        [5] cinco
        [6] seis
       *[other] { $people }
    } personas que siguen { $interest }, la mayoría sin conocerse todavía
match-why-some-new =
    { $people ->
        [2] dos
        [3] tres
        [4] cuatro
        [5] cinco
        [6] seis
       *[other] { $people }
    } personas que siguen { $interest }, algunas sin conocerse todavía
match-why-all-met =
    { $people ->
        [2] dos
        [3] tres
        [4] cuatro
        [5] cinco
        [6] seis
       *[other] { $people }
    } personas que siguen { $interest } y ya se conocen
match-why-hours =
    { $hours ->
        [0] ninguna hora despiertas a la vez
        [1] una hora despiertas a la vez
        [2] dos horas despiertas a la vez
        [3] tres horas despiertas a la vez
        [4] cuatro horas despiertas a la vez
        [5] cinco horas despiertas a la vez
        [6] seis horas despiertas a la vez
       *[other] { $hours } horas despiertas a la vez
    }

match-help-another = agregar otro interés: a quienes siguen { $interest } a menudo les gusta { $near }
match-help-more-people = unas pocas personas más que sigan lo mismo: un círculo necesita { $least }
match-help-more-languages = otras personas del mismo tema con un idioma en común, u otro interés
match-help-next-round = la próxima ronda: quien más ha esperado va antes
match-help-back = volver de su pausa
match-help-room = lugar para un círculo más

circle-why-new =
    Les pregunté a la vez porque todas las personas de aquí quieren hablar de **{ $interest }**, y ninguna había coincidido con otra en un círculo.
circle-why =
    Les pregunté a la vez porque todas las personas de aquí quieren hablar de **{ $interest }**. Busco personas que no se conozcan, o que no se hayan encontrado hace poco.
circle-why-hours =
    Cuando empezó, tenían { $hours ->
        [one] una hora
       *[other] { $hours } horas
    } despiertas a la vez.
