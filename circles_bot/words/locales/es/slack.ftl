### Lo que solo Slack hace necesario.

slack-room-topic =
    Un círculo pequeño, privado para quienes están en él. Slack anuncia quién sale de un canal: para irte sin ruido, toca ¿Necesitas algo? y siléncialo. Se cierra solo cuando termina la temporada.
slack-elsewhere =
    Esto es para la gente de este espacio de trabajo; parece que vienes de otra organización. Nada cambió.
slack-guest =
    Un círculo habla en un canal privado propio, y tu cuenta solo puede estar en un canal. Pregunta a quien te invitó si eso puede cambiar. Nada cambió.
slack-people =
    No encontré a todas las personas que nombraste. Nómbralas con @, como te las ofrece Slack al escribir. Nada cambió.
slack-moment =
    Un momento, por favor: me lleva un poco más de lo habitual.
