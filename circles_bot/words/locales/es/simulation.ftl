### La página que escribe `circles-bot simulate --html`, para quienes cuidan del bot.

simulation-title = { $members } personas, { $weeks } semanas
simulation-intro = Una comunidad vivió con el bot de verdad, a tiempo rápido. Lo que hace la gente en ella es inventado; los números dicen qué esperar de una comunidad así.
simulation-kept = Se cumplió cada promesa y cada regla del emparejador que una corrida puede mostrar.
simulation-broken = Algo no se cumplió. Avisa de esta página: nunca debería decir eso.
simulation-broken-promise = Promesa { $number }, { $when }: { $what }
simulation-broken-rule = La regla del emparejador «{ $rule }», { $when }: { $what }
simulation-nothing = –
simulation-percent = { $share } %
simulation-days = { $days } días

simulation-figure-seated = encontraron un círculo, de quienes podían
    .note = Personas cuyo deseo lleva dos semanas en pie y que no hicieron pausa, no descansan ni dijeron «ahora no».
simulation-figure-offered = recibieron una oferta en menos de una semana
    .note = De todas las que se sumaron una semana antes del final, o más.
simulation-figure-waited = hasta que la mitad estuvo en un círculo
    .note = Del primer sí a la sala abierta; diecinueve de veinte esperaron { $most } o menos.
simulation-figure-repeats = de las parejas ya se conocían
    .note = De todas las parejas de personas que un círculo nuevo reunió.
simulation-figure-circles = círculos se abrieron
    .note = Para ellos hubo { $wishes } deseos.
simulation-figure-messages = mensajes no pedidos en una semana, como mucho
    .note = Lo máximo que recibió alguien; salieron { $all } mensajes directos en total, con las respuestas.

simulation-plot-people = Quiénes están y quiénes esperan
    .caption = Al final de cada día: cuántas personas están en un círculo, y cuántas esperan uno sin estar en ninguno. Donde baja un tiempo, terminaron temporadas y la gente busca otras personas.
simulation-line-seated = están en un círculo
simulation-line-waiting = esperan uno
simulation-plot-circles = Círculos con sala
    .caption = Cuántas salas tendrías. Cada una dura una temporada, y sigue donde su gente quiere.
simulation-line-circles = círculos
simulation-plot-said = Lo que dice el bot
    .caption = Preguntas a las salas y mensajes directos, cada día. A una sala animada no se le pregunta nada.
simulation-line-prompts = preguntas a las salas
simulation-line-directs = mensajes directos
simulation-plot-sizes = Qué tamaño tienen los círculos
    .caption = Con cuántas personas empezó cada círculo.
simulation-plot-waits = Cuánto esperó la gente
    .caption = Del primer sí a la sala abierta, en días.
simulation-plot-messages = Mensajes no pedidos por semana
    .caption = En cuántas semanas alguien recibió tantos: invitaciones, consultas y lo demás que nadie pidió. No se muestran las semanas sin ninguno.
simulation-check-ins = Se enviaron { $sent } consultas y se contestaron { $answered }.
simulation-week = semana
simulation-again = Los mismos números otra vez: circles-bot simulate … --weeks { $weeks } --seed { $seed }
